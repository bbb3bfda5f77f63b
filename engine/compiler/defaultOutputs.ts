import { originsOf, type Origins } from "../graph/origins";
import { isPlayed, policyOf } from "../graph/policies";
import type { Source, TypedGraph, TypedNode } from "../graph/typedGraph";
import { withoutMask } from "../graph/withoutMask";
import { Noise } from "../layers/structure/Noise";
import { sampleShape } from "../tensor/graphType";
import { pathOf } from "../tensor/path";
import { sameShape } from "../tensor/tensor";
import type { NodePort } from "./predictionStep";

/**
 * What a model predicts unless something else is asked for: what its losses compare with their targets, the values of the
 * actions if the network plays, or in a graph without losses the unconnected outputs, except optional ones. A loss whose
 * target is itself learned, such as a divergence in an autoencoder, is a penalty and not a prediction if there is another
 * loss, and what masks a prediction with its target is left out. If no loss has a target that comes from data, as in a
 * GAN, it is what noise has become when it looks like a sample of the data.
 */
export function defaultOutputs(typed: TypedGraph): readonly NodePort[] {
  const nodes = [...typed.nodes.values()];
  const played = nodes.find(isPlayed);
  const policy = played && policyOf(typed, played);
  if (policy) return [{ node: policy.node.node.id, port: policy.port }];
  const losses = nodes.filter(({ layer }) => layer.gives === "loss");
  if (losses.length === 0) return unconnected(typed);
  const origins = originsOf(typed);
  const comparesWithData = losses.some((loss) =>
    wiresInto(loss, "target").some(({ node }) => origins.data.has(node) || isFed(typed.nodes.get(node))),
  );
  const generated = comparesWithData ? undefined : generatedPort(typed, origins);
  return generated ? [generated] : compared(typed, losses, origins);
}

/** What losses compare with targets, of those whose targets are not learned, if there are any. */
function compared(typed: TypedGraph, losses: readonly TypedNode[], { learned }: Origins): NodePort[] {
  const ofData = losses.filter((loss) => !wiresInto(loss, "target").some(({ node }) => learned.has(node)));
  const ports = (ofData.length > 0 ? ofData : losses)
    .flatMap((loss) => wiresInto(loss, "prediction"))
    .map((wire) => withoutMask(typed, wire));
  const computed = ports.filter(({ node }) => !isFed(typed.nodes.get(node)));
  return [...new Map(computed.map(({ node, port }) => [pathOf(node, port), { node, port }])).values()];
}

/** The last output that has the shape of a connected port of the data, and comes from noise alone. */
function generatedPort(typed: TypedGraph, { noise, data }: Origins): NodePort | undefined {
  const shapes = wiresOf(typed).flatMap(({ node, port }) => {
    const source = typed.nodes.get(node);
    const type = source?.outputs[port];
    return isFed(source) && type?.dtype === "float32" ? [sampleShape(type)] : [];
  });
  return typed.order
    .flatMap((id) => {
      const node = typed.nodes.get(id);
      const isMade = noise.has(id) && !data.has(id) && node?.layer !== Noise && node?.layer.gives !== "loss";
      return isMade
        ? Object.entries(node?.outputs ?? {}).map(([port, type]) => ({ node: id, port, type }))
        : [];
    })
    .filter(({ type }) => shapes.some((shape) => sameShape(shape, sampleShape(type))))
    .map(({ node, port }) => ({ node, port }))
    .at(-1);
}

function unconnected(typed: TypedGraph): NodePort[] {
  const used = new Set(wiresOf(typed).map(({ node, port }) => pathOf(node, port)));
  return [...typed.nodes.values()]
    .filter((node) => !isFed(node))
    .flatMap(({ node, layer, outputPorts }) =>
      outputPorts
        .filter(({ name, optional }) => name !== layer.objective && optional !== true)
        .map(({ name }) => ({ node: node.id, port: name })),
    )
    .filter(({ node, port }) => !used.has(pathOf(node, port)));
}

/** The wires into a loss's targets, or into its other inputs. */
function wiresInto({ layer, incoming }: TypedNode, role: "target" | "prediction"): readonly Source[] {
  const targets = new Set(layer.inputs.flatMap(({ name, role }) => (role === "target" ? [name] : [])));
  return Object.entries(incoming).flatMap(([port, sources]) =>
    targets.has(port) === (role === "target") ? sources : [],
  );
}

function wiresOf({ nodes }: TypedGraph): Source[] {
  return [...nodes.values()].flatMap(({ incoming }) => Object.values(incoming).flat());
}

/** A Dataset or an Input. */
function isFed(node: TypedNode | undefined): boolean {
  return node !== undefined && node.layer.lower === undefined;
}
