import type { GraphNode } from "../../../engine/graph/graph";
import type { Page } from "../../../engine/graph/page";
import { sharingKeys, type Sharing } from "../../../engine/graph/sharing";
import type { Canvas } from "./createCanvas";

/** Sets what a node says about sharing weights, in one edit. */
export function setSharing(canvas: Canvas, { block }: Page, node: GraphNode, words: Sharing): void {
  const edits = sharingKeys.flatMap((name) => {
    const value = words[name];
    if (JSON.stringify(value) === JSON.stringify(node[name])) return [];
    return [{ kind: "param", node: node.id, name, value, block: block?.name } as const];
  });
  const [only, ...others] = edits;
  if (only) canvas.edit(others.length === 0 ? only : { kind: "all", edits });
}
