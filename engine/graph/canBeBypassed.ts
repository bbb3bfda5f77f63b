import { layers } from "../layers";
import type { Block, Graph, GraphNode } from "./graph";
import { isChain } from "./isChain";

/**
 * Whether wires can lead past the nodes of a type: they have an input and an output, and are no loss. True for an unknown
 * type, which is reported already.
 */
export function canBeBypassed(block: Block | undefined, type: string): boolean {
  return isChain(block, type) && (block !== undefined || layers.get(type)?.objective === undefined);
}

/** Whether a node is bypassed: it says so, and can be. */
export function isBypassed({ blocks }: Pick<Graph, "blocks">, node: GraphNode): boolean {
  return node.bypass === true && canBeBypassed(blocks.get(node.type), node.type);
}

/** Whether a wire begins at a node's first output, which is the one that remains when it is bypassed. */
export function isFirstOutput(
  { blocks }: Pick<Graph, "blocks">,
  node: GraphNode,
  port: string | undefined,
): boolean {
  return port === undefined || firstOutput({ blocks }, node) === port;
}

/** The name of a node's first output; undefined while it is unknown. */
export function firstOutput({ blocks }: Pick<Graph, "blocks">, node: GraphNode): string | undefined {
  const block = blocks.get(node.type);
  const layer = layers.get(node.type);
  if (block) return block.outputs[0]?.name;
  if (typeof layer?.outputs !== "function") return layer?.outputs[0]?.name;
  try {
    return layer.outputs(node.params, undefined)[0]?.name;
  } catch {
    // A parameter is wrong, which is reported.
    return undefined;
  }
}
