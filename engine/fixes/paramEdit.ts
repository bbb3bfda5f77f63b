import type { SingleEdit } from "../document/edit";
import type { GraphNode } from "../graph/graph";
import { inBlock } from "./inBlock";

/** The edit that sets a parameter of a single node of the expanded graph where it is written: in the document, or in its block. */
export function paramEdit({ id, origin }: GraphNode, name: string, value: unknown): SingleEdit {
  return { kind: "param", node: origin?.id ?? id, name, value, ...inBlock(origin?.block) };
}
