import type { TypedGraph } from "../graph/typedGraph";
import { lower, portName } from "./lower";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";

/**
 * Forward in evaluation mode without the losses: what a finished model computes. Outputs are the predictions that the
 * losses compare, or in a graph without losses the outputs that no wire leaves from, but for optional ones; named `node.port`.
 */
export function inferenceStep(typed: TypedGraph, batchSize: number): Program {
  const builder = new ProgramBuilder();
  const lowered = lower(builder, typed, { batchSize, training: false });
  for (const { node, port } of predictions(typed)) {
    const value = lowered.get(node)?.outputs[port];
    if (value) builder.output(portName(node, port), value);
  }
  return simplify(builder.finish());
}

function predictions(typed: TypedGraph): { node: string; port: string }[] {
  const nodes = [...typed.nodes.values()];
  const computed = (node: string) => typed.nodes.get(node)?.layer.lower !== undefined;
  const losses = nodes.filter(({ layer }) => layer.category === "loss");
  const wires = (losses.length > 0 ? losses : nodes).flatMap(({ incoming }) =>
    Object.values(incoming).flat(),
  );
  if (losses.length > 0) return distinct(wires.filter(({ node }) => computed(node)));
  const used = new Set(wires.map(({ node, port }) => portName(node, port)));
  return nodes
    .filter(({ node }) => computed(node.id))
    .flatMap(({ node, layer, outputPorts }) =>
      outputPorts
        .filter(({ name, optional }) => name !== layer.objective && optional !== true)
        .map(({ name }) => ({ node: node.id, port: name })),
    )
    .filter(({ node, port }) => !used.has(portName(node, port)));
}

function distinct(ports: readonly { node: string; port: string }[]): { node: string; port: string }[] {
  return [...new Map(ports.map(({ node, port }) => [portName(node, port), { node, port }])).values()];
}
