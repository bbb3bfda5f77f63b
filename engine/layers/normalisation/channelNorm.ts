import { sampleSize, type GraphType } from "../../tensor/graphType";
import { sizeOf } from "../../tensor/tensor";
import type { InferContext, LowerContext } from "../layer";
import { expectChannels, type ChannelAxes } from "../functional/channels";
import { moments, standardise } from "../functional/moments";
import {
  affineChannels,
  runningMoments,
  statisticsWeights,
  updateRunning,
  type StatisticsParams,
} from "../functional/runningStatistics";

interface ChannelNorm {
  readonly params: StatisticsParams;
  /** The axes besides the batch and the channels. */
  readonly axes: ChannelAxes;
  /** Throws a LayerProblem for an input that cannot be normalised. */
  readonly check?: (type: GraphType) => void;
  /** Whether the statistics reduce an axis. */
  readonly over: (axis: number) => boolean;
}

/**
 * The record of a layer that normalises channels by statistics over the axes it chooses, or by running ones: in
 * evaluation, and if a channel has a single value, which has no variance.
 */
export function channelNorm({ params, axes, check, over }: ChannelNorm) {
  type Params = StatisticsParams;
  return {
    params,
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ input }: InferContext<Params>) => {
      const type = input("input");
      expectChannels(type, axes);
      check?.(type);
      return { output: type };
    },
    weights: ({ params, input }: InferContext<Params>) =>
      statisticsWeights(expectChannels(input("input"), axes), params),
    keeps: ({ input }: InferContext<Params>) => sampleSize(input("input")),
    lower: (context: LowerContext<Params>) => {
      const { b, params, input, training } = context;
      const { trackRunningStats, eps } = params;
      const x = input("input");
      const { shape } = x.type;
      const reduced = shape.flatMap((_, axis) => (over(axis) ? [axis] : []));
      const count = sizeOf(reduced.map((axis) => shape[axis] ?? 1));
      if (trackRunningStats && (!training || count === 1))
        return { output: affineChannels(context, standardise(b, runningMoments(context, x), eps)) };
      const found = moments(b, x, reduced);
      if (trackRunningStats) updateRunning(context, found, count);
      return { output: affineChannels(context, standardise(b, found, eps)) };
    },
  };
}
