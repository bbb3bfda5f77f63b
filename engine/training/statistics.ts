import { featureNode } from "../compiler/featureNode";
import type { Output } from "../compiler/program";
import { weightsOf } from "../compiler/weights";
import type { TypedGraph } from "../graph/typedGraph";
import { outputProbes, weightProbes } from "../probes";
import type { OutputProbe, ProbeValue, WeightProbe } from "../probes/probe";
import type { GradientsEvent } from "../run/events";
import type { HostArray, HostArrays } from "../tensor/hostArrays";
import { pathOf } from "../tensor/path";
import { sizeOf } from "../tensor/tensor";

/**
 * Reads the probes of an update of one objective: `outputs` are those of its Program, `given` their values by name. The
 * rows have the objective's name, if it has one.
 */
export function readStatistics(
  typed: TypedGraph,
  outputs: readonly Output[],
  run: string,
  step: number,
  given: HostArrays,
  objective?: string,
): GradientsEvent {
  const measured = measuredBy(outputs, given);
  const of = objective === undefined ? {} : { objective };
  const weights = weightsOf(typed).flatMap(({ name: path, node, weight, shape }) => {
    const found = measured.get(path);
    return found
      ? [{ node, name: weight, ...of, size: sizeOf(shape), ...valuesOf(weightProbes, found) }]
      : [];
  });
  const activations = typed.order.flatMap((node) => {
    const [port = ""] = Object.keys(typed.nodes.get(node)?.outputs ?? {});
    const found = measured.get(pathOf(node, port));
    if (!found) return [];
    const follows = featureNode((id) => typed.nodes.get(id), node)?.node.id;
    return [{ node, ...of, ...valuesOf(outputProbes, found), ...(follows !== undefined && { follows }) }];
  });
  return { event: "gradients", run, step, weights, activations };
}

/** The probe values of one weight or port, by the probe's name: the parts of a value, or just `value`. */
type Measured = Map<string, Record<string, HostArray>>;

function measuredBy(outputs: readonly Output[], given: HostArrays): ReadonlyMap<string, Measured> {
  const found = new Map<string, Measured>();
  for (const { name, tag } of outputs) {
    const array = given[name];
    if (tag?.kind !== "probe" || !array) continue;
    const { of, probe, part = "value" } = tag;
    const measured: Measured = found.get(of) ?? new Map<string, Record<string, HostArray>>();
    found.set(of, measured);
    measured.set(probe, { ...measured.get(probe), [part]: array });
  }
  return found;
}

function valuesOf(
  probes: readonly (WeightProbe | OutputProbe)[],
  measured: Measured,
): Record<string, ProbeValue> {
  return Object.fromEntries(
    probes.flatMap(({ name, read }) => {
      const parts = measured.get(name);
      return parts ? [[name, read?.(parts) ?? parts.value?.[0] ?? NaN]] : [];
    }),
  );
}
