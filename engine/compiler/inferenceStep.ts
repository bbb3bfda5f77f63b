import { isPlayed, policyOf } from "../graph/policies";
import type { Source, TypedGraph, TypedNode } from "../graph/typedGraph";
import { pathOf } from "../tensor/path";
import { lower } from "./lower";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";

/**
 * Forward in evaluation mode without the losses: what the exported model computes. Outputs are the predictions that the
 * losses compare with their targets, the values of the actions if the network plays, or in a graph without losses the
 * unconnected outputs, except optional ones; named `node.port`. A loss whose target is itself learned, such as a divergence in an autoencoder, is a penalty and not a
 * prediction if there is another loss. Random numbers are feeds.
 */
export function inferenceStep(typed: TypedGraph, batchSize: number): Program {
  const builder = new ProgramBuilder();
  const lowered = lower(builder, typed, { batchSize, training: false, fedNoise: true });
  for (const { node, port } of predictions(typed)) {
    const value = lowered.get(node)?.outputs[port];
    if (value) builder.output({ kind: "prediction", node, port }, value);
  }
  return simplify(builder.finish());
}

/** The ports that losses compare with their targets, or what is unconnected if there are no losses. */
export function predictions(typed: TypedGraph): { node: string; port: string }[] {
  const nodes = [...typed.nodes.values()];
  const computed = (node: string) => typed.nodes.get(node)?.layer.lower !== undefined;
  const played = nodes.find(isPlayed);
  const policy = played && policyOf(typed, played);
  if (policy) return [{ node: policy.node.node.id, port: policy.port }];
  const losses = nodes.filter(({ layer }) => layer.gives === "loss");
  if (losses.length > 0) {
    const learned = learnedNodes(typed);
    const ofData = losses.filter((loss) => !wiresInto(loss, "target").some(({ node }) => learned.has(node)));
    const compared = (ofData.length > 0 ? ofData : losses).flatMap((loss) => wiresInto(loss, "prediction"));
    return distinct(compared.filter(({ node }) => computed(node)));
  }
  const wires = nodes.flatMap(({ incoming }) => Object.values(incoming).flat());
  const used = new Set(wires.map(({ node, port }) => pathOf(node, port)));
  return nodes
    .filter(({ node }) => computed(node.id))
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

/** The nodes with trained weights, their own or upstream. */
function learnedNodes({ order, nodes }: TypedGraph): ReadonlySet<string> {
  const learned = new Set<string>();
  for (const id of order) {
    const { weights = {}, incoming = {} } = nodes.get(id) ?? {};
    const isTrained = Object.values(weights).some(({ trainable }) => trainable);
    if (
      isTrained ||
      Object.values(incoming)
        .flat()
        .some(({ node }) => learned.has(node))
    )
      learned.add(id);
  }
  return learned;
}

function distinct(ports: readonly { node: string; port: string }[]): { node: string; port: string }[] {
  return [...new Map(ports.map(({ node, port }) => [pathOf(node, port), { node, port }])).values()];
}
