import type { Value } from "../../ops/operation";
import { constant } from "../initializer";
import type { LowerContext, Weight } from "../layer";
import { boolean, number, type Parameters } from "../../parameters/parameter";
import { affineWeights } from "./affine";
import { perChannel } from "./channels";
import { meanAlong, type Moments } from "./moments";

/** The parameters of layers that normalise channels, with the defaults of batch or instance normalisation. */
export function statisticsParams(byDefault: {
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  /** The help text of trackRunningStats. */
  readonly help: string;
}) {
  return {
    eps: number({
      minimum: 0,
      default: 1e-5,
      help: "Added to the variance, so that it is not 0 if all values are equal.",
    }),
    momentum: number({
      minimum: 0,
      maximum: 1,
      default: 0.1,
      help: "Weight of a batch in the running statistics.",
    }),
    affine: boolean({
      default: byDefault.affine,
      help: "Multiplies each channel by a learned factor and adds a learned bias.",
    }),
    trackRunningStats: boolean({ default: byDefault.trackRunningStats, help: byDefault.help }),
  };
}
export type StatisticsParams = ReturnType<typeof statisticsParams>;

/** PyTorch's weights and buffers of a layer that normalises channels. */
export function statisticsWeights(
  channels: number,
  { affine, trackRunningStats }: { readonly affine: boolean; readonly trackRunningStats: boolean },
): Record<string, Weight> {
  const shape = [channels];
  return {
    ...(affine && affineWeights(shape)),
    ...(trackRunningStats && {
      running_mean: { shape, init: constant(0), trainable: false },
      running_var: { shape, init: constant(1), trainable: false },
    }),
  };
}

/** The running statistics of each channel, reshaped to broadcast with x. */
export function runningMoments(
  { b, weight }: Pick<LowerContext<Parameters>, "b" | "weight">,
  x: Value,
): Moments {
  const mean = perChannel(b, weight("running_mean"), x);
  return { mean, centred: b.sub(x, mean), variance: perChannel(b, weight("running_var"), x) };
}

/**
 * Moves the running statistics towards those of a batch with `count` elements each; the variance is the unbiased one,
 * as in PyTorch. If a channel has several statistics, [N, C, …], their mean is used.
 */
export function updateRunning(
  context: LowerContext<StatisticsParams>,
  { mean, variance }: Moments,
  count: number,
): void {
  const { b, params, weight, update } = context;
  const moved = (name: string, found: Value) => {
    const running = weight(name);
    const channels = b.reshape(meanAlong(b, found, [0]), { shape: running.type.shape });
    update(name, b.add(b.mul(running, 1 - params.momentum), b.mul(channels, params.momentum)));
  };
  moved("running_mean", mean);
  moved("running_var", b.mul(variance, count / (count - 1)));
}

/** Scales and shifts each channel, if the layer has the weights. */
export function affineChannels({ b, params, weight }: LowerContext<StatisticsParams>, x: Value): Value {
  if (!params.affine) return x;
  return b.add(b.mul(x, perChannel(b, weight("weight"), x)), perChannel(b, weight("bias"), x));
}
