import { t } from "@vscode/l10n";
import { sampleShape, sampleSize, showShape } from "../../graph/graphType";
import { LayerProblem } from "../../graph/problem";
import { sizeOf } from "../../ops/tensor";
import type { InferContext, LowerContext, Reference } from "../layer";
import { expectChannels, type ChannelAxes } from "./channels";
import { moments, standardise } from "./moments";
import {
  affineChannels,
  runningMoments,
  statisticsParams,
  statisticsWeights,
  updateRunning,
} from "./runningStatistics";

const params = statisticsParams({
  affine: false,
  trackRunningStats: false,
  help: "Keeps running statistics while training and evaluates with them.",
});
type Params = typeof params;

/** An instance normalisation's record, for an input of some axes beside the batch and the channels. */
export function instanceNorm(axes: ChannelAxes) {
  return {
    params,
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ input }: InferContext<Params>) => {
      const type = input("input");
      expectChannels(type, axes);
      if (sizeOf(sampleShape(type).slice(1)) > 1) return { output: type };
      throw new LayerProblem(
        "nothing-to-normalise",
        t(
          "each channel of {0} is one number, which would become 0; use LayerNorm or BatchNorm",
          showShape(type),
        ),
        { port: "input" },
      );
    },
    weights: ({ params, input }: InferContext<Params>) =>
      statisticsWeights(expectChannels(input("input"), axes), params),
    keeps: ({ input }: InferContext<Params>) => sampleSize(input("input")),
    lower: (context: LowerContext<Params>) => {
      const { b, params, input, training } = context;
      const { trackRunningStats, eps } = params;
      const x = input("input");
      const { shape } = x.type;
      if (trackRunningStats && !training)
        return { output: affineChannels(context, standardise(b, runningMoments(context, x), eps)) };
      const over = shape.flatMap((_, axis) => (axis > 1 ? [axis] : []));
      const found = moments(b, x, over);
      if (trackRunningStats) updateRunning(context, found, sizeOf(shape.slice(2)));
      return { output: affineChannels(context, standardise(b, found, eps)) };
    },
  };
}

/** What the reference says of instance normalisation, whatever its axes. */
export const instanceNormReference: Omit<Reference, "shapes"> = {
  formula: String.raw`y = \gamma\,\frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta, \qquad \mu, \sigma^2 \text{ of one channel of one sample}; \quad \gamma, \beta \text{ with } \mathrm{affine}`,
  gradient: String.raw`\frac{\partial L}{\partial x} = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}}\left(g - \overline{g} - \hat x\,\overline{g \odot \hat x}\right), \quad \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}, \text{ bars: means over a channel of a sample}; \qquad \frac{\partial L}{\partial \gamma} = \sum g \odot \hat x, \quad \frac{\partial L}{\partial \beta} = \sum g`,
  sources: [
    "Ulyanov, Vedaldi and Lempitsky, Instance normalization (2016), https://arxiv.org/abs/1607.08022",
    "https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html",
  ],
};
