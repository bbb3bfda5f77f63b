import { featureNode } from "../compiler/featureNode";
import { outputName } from "../compiler/outputTag";
import type { HostArrays } from "../tensor/hostArrays";
import { weightsOf } from "../compiler/weights";
import type { TypedGraph } from "../graph/typedGraph";
import { pathOf } from "../tensor/path";
import { sizeOf } from "../tensor/tensor";
import type { ActivationStatistics, GradientsEvent, Histogram, WeightStatistics } from "../run/events";

/** Reads the probes' outputs of one step: see `compiler/probe.ts`. */
export function readStatistics(
  typed: TypedGraph,
  run: string,
  step: number,
  outputs: HostArrays,
): GradientsEvent {
  const weights = weightsOf(typed).flatMap(({ name, node, weight, shape }): WeightStatistics[] => {
    const read = (probe: string) => outputs[outputName({ kind: "probe", probe, of: name })];
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
    const [port = ""] = Object.keys(typed.nodes.get(node)?.outputs ?? {});
    const read = (probe: string) =>
      outputs[outputName({ kind: "probe", probe, of: pathOf(node, port) })]?.[0];
    const [zeroShare, deadShare] = [read("zeroShare"), read("deadShare")];
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
