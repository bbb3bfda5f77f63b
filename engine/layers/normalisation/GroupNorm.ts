import { t } from "@vscode/l10n";
import { sampleSize } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at, sizeOf } from "../../tensor/tensor";
import { affineWeights } from "../functional/affine";
import { expectChannels, perChannel } from "../functional/channels";
import { moments, standardise } from "../functional/moments";
import { defineLayer } from "../layer";
import { boolean, integer, number } from "../../parameters/parameter";

const axes = { least: 0, most: Infinity };

/** Wu and He (2018), arXiv:1803.08494. https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html */
export const GroupNorm = defineLayer({
  type: "GroupNorm",
  category: "normalisation",
  gives: "normalised",
  summary:
    "Shifts and scales groups of channels of each sample to mean 0 and variance 1; works with small batches.",
  keywords: ["group normalization", "group normalisation"],
  reference: {
    formula: String.raw`y = \gamma_c\,\frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta_c, \qquad \mu, \sigma^2 \text{ over the } C / \mathrm{numGroups} \text{ channels of a group in one sample}`,
    gradient: String.raw`\frac{\partial L}{\partial x} = \frac{1}{\sqrt{\sigma^2 + \epsilon}}\left(h - \overline{h} - \hat x\,\overline{h \odot \hat x}\right), \quad h = \gamma_c\,g, \quad \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}, \text{ bars: means over a group of a sample}; \qquad \frac{\partial L}{\partial \gamma_c} = \sum g \odot \hat x, \quad \frac{\partial L}{\partial \beta_c} = \sum g`,
    shapes: "input [N, C, *], output the same; weight, bias [C].",
    sources: [
      "Wu and He, Group normalization (2018), https://arxiv.org/abs/1803.08494",
      "https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html",
    ],
  },
  params: {
    numGroups: integer({
      minimum: 1,
      help: "Number of groups that the channels are split into; it must divide the number of channels.",
    }),
    eps: number({
      minimum: 0,
      default: 1e-5,
      help: "Added to the variance, so that it is not 0 if all values are equal.",
    }),
    affine: boolean({
      default: true,
      help: "Multiplies each channel by a learned factor and adds a learned bias.",
    }),
  },
  fresh: { numGroups: 1 },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    const channels = expectChannels(input("input"), axes);
    if (channels % params.numGroups === 0) return { output: input("input") };
    throw new LayerProblem(
      "groups-do-not-divide",
      t("numGroups {0} does not divide {1} channels", params.numGroups, channels),
      { param: "numGroups" },
    );
  },
  weights: ({ params, input }) =>
    params.affine ? affineWeights([expectChannels(input("input"), axes)]) : {},
  saves: ({ input }) => sampleSize(input("input")),
  lower: ({ b, params, input, weight }) => {
    const x = input("input");
    const { shape } = x.type;
    const rows = at(shape, 0) * params.numGroups;
    const groups = b.reshape(x, { shape: [rows, sizeOf(shape) / rows] });
    const normal = b.reshape(standardise(b, moments(b, groups, [1]), params.eps), { shape });
    if (!params.affine) return { output: normal };
    const [factor, shift] = [perChannel(b, weight("weight"), x), perChannel(b, weight("bias"), x)];
    return { output: b.add(b.mul(normal, factor), shift) };
  },
});
