import { t } from "@vscode/l10n";
import { sampleShape, showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { sizeOf } from "../../tensor/tensor";
import type { Reference } from "../../parameters/reference";
import { channelNorm } from "./channelNorm";
import type { ChannelAxes } from "../functional/channels";
import { statisticsParams } from "../functional/runningStatistics";

const params = statisticsParams({
  affine: false,
  trackRunningStats: false,
  help: "Keeps running statistics in training and evaluates with them.",
});

/** The record of an instance normalisation, for an input with the given axes besides the batch and the channels. */
export function instanceNorm(axes: ChannelAxes) {
  return channelNorm({ params, axes, check: expectPlaces, over: (axis) => axis > 1 });
}

/** Throws a LayerProblem if each channel of a sample is a single number. */
function expectPlaces(type: GraphType): void {
  if (sizeOf(sampleShape(type).slice(1)) > 1) return;
  throw new LayerProblem(
    "nothing-to-normalise",
    t("each channel of {0} is one number, which would become 0; use LayerNorm or BatchNorm", showShape(type)),
    { port: "input" },
  );
}

/** The reference text shared by instance normalisations. */
export const instanceNormReference: Omit<Reference, "shapes"> = {
  formula: String.raw`y = \gamma\,\frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta, \qquad \mu, \sigma^2 \text{ of one channel of one sample}; \quad \gamma, \beta \text{ with } \mathrm{affine}`,
  gradient: String.raw`\frac{\partial L}{\partial x} = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}}\left(g - \overline{g} - \hat x\,\overline{g \odot \hat x}\right), \quad \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}, \text{ bars: means over a channel of a sample}; \qquad \frac{\partial L}{\partial \gamma} = \sum g \odot \hat x, \quad \frac{\partial L}{\partial \beta} = \sum g`,
  sources: [
    "Ulyanov, Vedaldi and Lempitsky, Instance normalization (2016), https://arxiv.org/abs/1607.08022",
    "https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html",
  ],
};
