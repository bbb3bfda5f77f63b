import type { Source, TypedGraph, TypedNode } from "../graph/typedGraph";
import { Noise } from "../layers/structure/Noise";
import { sampleShape } from "../tensor/graphType";
import type { NodePath } from "../tensor/path";
import { sameShape } from "../tensor/tensor";
import { hasTrainedWeights, originsOf, type Origins } from "../graph/origins";

/**
 * The graph in which a variational autoencoder draws its latent values from the prior: where standard normal noise of
 * their shape is scaled and shifted by what an encoder has learned of the data, without weights in between, the noise
 * itself goes on to the decoder. The same graph if there is nothing like it. Kingma and Welling, "Auto-encoding
 * variational Bayes" (2013).
 */
export function drawnFromPrior(typed: TypedGraph): TypedGraph {
  const priors = priorsOf(typed, originsOf(typed));
  if (priors.size === 0) return typed;
  const nodes = new Map(
    [...typed.nodes].map(([id, node]) => [id, priors.has(id) ? node : rewired(node, priors)] as const),
  );
  return { ...typed, nodes };
}

/** The nodes with latent values, and the Noise that each draws from. */
function priorsOf(
  { order, nodes }: TypedGraph,
  { noise, data, learned }: Origins,
): ReadonlyMap<NodePath, Source> {
  const priors = new Map<NodePath, Source>();
  for (const id of order) {
    const typed = nodes.get(id);
    if (!typed || !noise.has(id) || !data.has(id) || hasTrainedWeights(typed)) continue;
    const wires = Object.values(typed.incoming).flat();
    const ofData = wires.filter(({ node }) => data.has(node) && !priors.has(node));
    const prior = wires
      .map((wire) => priors.get(wire.node) ?? standardNoise(nodes.get(wire.node), wire))
      .find((found) => found !== undefined);
    if (!prior || !ofData.every(({ node }) => learned.has(node))) continue;
    const [type, drawn] = [Object.values(typed.outputs)[0], nodes.get(prior.node)?.outputs[prior.port]];
    if (type && drawn && sameShape(sampleShape(type), sampleShape(drawn))) priors.set(id, prior);
  }
  return priors;
}

function standardNoise(typed: TypedNode | undefined, wire: Source): Source | undefined {
  const { distribution, mean, std } = typed?.params ?? {};
  const isStandard = typed?.layer === Noise && distribution === "normal" && mean === 0 && std === 1;
  return isStandard ? wire : undefined;
}

function rewired(node: TypedNode, priors: ReadonlyMap<NodePath, Source>): TypedNode {
  const wires = Object.entries(node.incoming);
  if (!wires.flatMap(([, sources]) => sources).some((source) => priors.has(source.node))) return node;
  const incoming = Object.fromEntries(
    wires.map(([port, sources]) => [port, sources.map((source) => priors.get(source.node) ?? source)]),
  );
  return { ...node, incoming };
}
