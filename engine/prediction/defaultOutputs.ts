import { predictions } from "../compiler/inferenceStep";
import type { NodePort } from "../compiler/predictionStep";
import type { TypedGraph, TypedNode } from "../graph/typedGraph";
import { sampleShape } from "../tensor/graphType";
import { sameShape } from "../tensor/tensor";

/**
 * What a model predicts unless something else is asked for: what its losses compare with their targets. If no loss has a
 * target that comes from data, as in a GAN, it is what noise has become when it looks like a sample of the data.
 */
export function defaultOutputs(typed: TypedGraph): readonly NodePort[] {
  const upstream = originsOf(typed);
  const hasTargets = [...typed.nodes.values()].some(
    ({ layer, incoming }) =>
      layer.gives === "loss" &&
      layer.inputs.some(({ name, role }) => {
        const [source] = incoming[name] ?? [];
        return role === "target" && source !== undefined && upstream.get(source.node)?.data === true;
      }),
  );
  const generated = hasTargets ? undefined : generatedPort(typed, upstream);
  return generated ? [generated] : predictions(typed);
}

/** Whether a node depends on data, and on noise. */
interface Origins {
  readonly data: boolean;
  readonly noise: boolean;
}

function originsOf({ order, nodes }: TypedGraph): ReadonlyMap<string, Origins> {
  const origins = new Map<string, Origins>();
  for (const id of order) {
    const node = nodes.get(id);
    if (!node) continue;
    const sources = Object.values(node.incoming).flatMap((wires) =>
      wires.map((wire) => origins.get(wire.node)),
    );
    origins.set(id, {
      data: isFed(node) || sources.some((source) => source?.data),
      noise: isNoise(node) || sources.some((source) => source?.noise),
    });
  }
  return origins;
}

/** The last output that has the shape of a connected port of the data, and comes from noise alone. */
function generatedPort(typed: TypedGraph, origins: ReadonlyMap<string, Origins>): NodePort | undefined {
  const wires = [...typed.nodes.values()].flatMap(({ incoming }) => Object.values(incoming).flat());
  const shapes = wires.flatMap(({ node, port }) => {
    const source = typed.nodes.get(node);
    const type = source?.outputs[port];
    return source && isFed(source) && type?.dtype === "float32" ? [sampleShape(type)] : [];
  });
  const fromNoise = typed.order.flatMap((id) => {
    const node = typed.nodes.get(id);
    const { data = true, noise = false } = origins.get(id) ?? {};
    return node && noise && !data && !isNoise(node) && node.layer.gives !== "loss" ? [node] : [];
  });
  return fromNoise
    .flatMap(({ node: { id }, outputs }) =>
      Object.entries(outputs).flatMap(([port, type]) =>
        shapes.some((shape) => sameShape(shape, sampleShape(type))) ? [{ node: id, port }] : [],
      ),
    )
    .at(-1);
}

/** A Dataset or an Input. */
function isFed({ layer }: TypedNode): boolean {
  return layer.lower === undefined;
}

/** A source of values for each sample that is not fed: only random numbers are. */
export function isNoise({ layer, outputs }: TypedNode): boolean {
  return (
    layer.lower !== undefined &&
    layer.inputs.length === 0 &&
    Object.values(outputs).some(({ shape }) => shape[0] === "N")
  );
}
