import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { hardtanh } from "../functional/hardtanh";
import { defineLayer } from "../layer";
import { number } from "../../parameters/parameter";
import { between } from "../range";

/** Clamps x to [minVal, maxVal]. */
export const Hardtanh = defineLayer({
  type: "Hardtanh",
  category: "activation",
  gives: "activation",
  summary: "A piecewise linear tanh: clamps values between two bounds.",
  reference: {
    formula: String.raw`y = \min(\max(x, \texttt{minVal}), \texttt{maxVal})`,
    gradient: String.raw`\frac{\partial y}{\partial x} = 1 \text{ for } \texttt{minVal} < x < \texttt{maxVal}, \text{ else } 0`,
    shapes: "input [*], output [*]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html"],
  },
  params: {
    minVal: number({ default: -1, help: "The lower bound." }),
    maxVal: number({ default: 1, help: "The upper bound." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    if (params.minVal < params.maxVal) return { output: input("input") };
    throw new LayerProblem("bounds-out-of-order", t("minVal must be smaller than maxVal"), {
      param: "minVal",
    });
  },
  ranges: ({ params: { minVal, maxVal } }) => ({ output: between(minVal, maxVal) }),
  lower: ({ b, params: { minVal, maxVal }, input }) => ({
    output: hardtanh(b, input("input"), minVal, maxVal),
  }),
});
