import { featureNode } from "../compiler/featureNode";
import { weightName } from "../compiler/lower";
import type { HostArrays } from "../tensor/hostArrays";
import { weightsOf } from "../compiler/weights";
import type { TypedGraph } from "../graph/typedGraph";
import { sizeOf } from "../tensor/tensor";
import type { ActivationStatistics, GradientsEvent, Histogram, WeightStatistics } from "../run/events";

/** Reads the probes' outputs of one step: see `compiler/probe.ts`. */
export function readStatistics(
  typed: TypedGraph,
  run: string,
  step: number,
  outputs: HostArrays,
): GradientsEvent {
  const weights = weightsOf(typed).flatMap(({ node, weight, shape }): WeightStatistics[] => {
    const read = (statistic: string) => outputs[`probe/${weightName(node, weight)}/${statistic}`];
    const number = (statistic: string) => read(statistic)?.[0] ?? NaN;
    if (!read("gradientNorm")) return [];
    const histogram = (of: "weight" | "gradient"): Histogram => ({
      low: number(`${of}Low`),
      high: number(`${of}High`),
      counts: Array.from(read(`${of}Histogram`) ?? []),
    });
    const weightNorm = number("weightNorm");
    return [
      {
        node,
        name: weight,
        size: sizeOf(shape),
        gradientNorm: number("gradientNorm"),
        weightNorm,
        updateRatio: weightNorm > 0 ? number("updateNorm") / weightNorm : 0,
        zeroShare: number("zeroShare"),
        notFinite: number("notFinite"),
        weightHistogram: histogram("weight"),
        gradientHistogram: histogram("gradient"),
      },
    ];
  });
  const activations = typed.order.flatMap((node): ActivationStatistics[] => {
    const zeroShare = outputs[`probe/${node}/zeroShare`]?.[0];
    const deadShare = outputs[`probe/${node}/deadShare`]?.[0];
    if (zeroShare === undefined || deadShare === undefined) return [];
    const follows = featureNode((id) => typed.nodes.get(id), node)?.node.id;
    return [{ node, zeroShare, deadShare, ...(follows !== undefined && { follows }) }];
  });
  return { event: "gradients", run, step, weights, activations };
}

/** Statistics without the counts of their histograms, which are most of them. */
export function withoutCounts(event: GradientsEvent): GradientsEvent {
  const bare = ({ low, high }: Histogram): Histogram => ({ low, high, counts: [] });
  const weights = event.weights.map((weight) => ({
    ...weight,
    weightHistogram: bare(weight.weightHistogram),
    gradientHistogram: bare(weight.gradientHistogram),
  }));
  return { ...event, weights };
}
