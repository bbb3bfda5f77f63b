import { t } from "@vscode/l10n";
import { number } from "../parameters/parameter";
import { defineInitializer } from "./rule";
import { fillTruncatedNormals, truncatedScratch } from "./fillTruncatedNormals";

export const truncatedNormal = defineInitializer({
  type: "truncatedNormal",
  summary: "Normally distributed, truncated to two bounds.",
  params: {
    mean: number({ default: 0, help: "The mean before truncation." }),
    std: number({ default: 1, above: 0, help: "The standard deviation before truncation." }),
    a: number({ default: -2, help: "The lower bound: a value, not a multiple of std." }),
    b: number({ default: 2, help: "The upper bound: a value, not a multiple of std." }),
  },
  wrong: ({ a, b }) => (a < b ? undefined : t('"a" must be less than "b".')),
  reference: {
    formula: String.raw`w \sim \mathcal{N}(\mathrm{mean}, \mathrm{std}^2) \text{ given } a \le w \le b`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.trunc_normal_"],
  },
  scratch: truncatedScratch,
  sample: ({ params: { mean, std, a, b }, draws, values }) => {
    fillTruncatedNormals(draws, values, (a - mean) / std, (b - mean) / std, (z) =>
      Math.min(b, Math.max(a, mean + std * z)),
    );
  },
});
