import type { EdgeText } from "../../graph/edgeText";
import { readEdge, writeEdge } from "../../graph/edgeText";
import type { BlockPort, Graph, GraphNode } from "../../graph/graph";
import { nodeValues } from "../../graph/schema";
import { layers } from "../../layers";

/** An end of a wire. */
export interface End {
  readonly node: string;
  readonly port?: string;
}

/** The names of a node's inputs or outputs, of a layer or a block; empty while they are unknown. */
export function portNames(
  { blocks }: Graph,
  { type, params }: Pick<GraphNode, "type" | "params">,
  side: "inputs" | "outputs",
): readonly string[] {
  const names = (ports: readonly Pick<BlockPort, "name">[]) => ports.map(({ name }) => name);
  const block = blocks.get(type);
  if (block) return names(block[side]);
  const layer = layers.get(type);
  if (!layer) return [];
  if (side === "inputs") return names(layer.inputs);
  if (typeof layer.outputs !== "function") return names(layer.outputs);
  try {
    return names(layer.outputs(nodeValues(type, params) ?? params, undefined));
  } catch {
    // Its parameters are wrong, or it must know the data first.
    return [];
  }
}

/** The names of the inputs that a node must have a wire to. */
export function neededInputs({ blocks }: Graph, { type }: Pick<GraphNode, "type">): string[] {
  const inputs = blocks.get(type)?.inputs ?? layers.get(type)?.inputs ?? [];
  return inputs.flatMap(({ name, optional }) => (optional ? [] : [name]));
}

/** The name of an end's port, also if it is not written because it is the first one. */
export function portName(names: readonly string[], { port }: End): string | undefined {
  return port ?? names[0];
}

/** An end with its port's name, which is written only if it is not the first one's. */
export function endAt(node: string, names: readonly string[], name: string | undefined): End {
  return name === undefined || name === names[0] ? { node } : { node, port: name };
}

/** Wires after a change; undefined removes one, and several take its place. */
export function mapWires(
  edges: readonly string[],
  change: (wire: EdgeText) => readonly [End, End] | undefined,
): string[] {
  return edges.flatMap((text) => {
    const wire = readEdge(text);
    if (!wire) return [text];
    const after = change(wire);
    if (!after) return [];
    const written = writeEdge(...after);
    // As it was written, with its own spaces.
    return written === writeEdge(wire.from, wire.to) ? [text] : [written];
  });
}
