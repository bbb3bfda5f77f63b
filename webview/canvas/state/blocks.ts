import { freeId } from "../../../engine/document/newNode";
import { repetition } from "../../../engine/graph/checkBlocks";
import type { Block } from "../../../engine/graph/graph";
import { nodeKeys } from "../../../engine/graph/schema";
import { layers } from "../../../engine/layers";
import { selectedNodes } from "./canvasState";
import type { Canvas } from "./createCanvas";
import { takenNames } from "./gestures";

/** The selected nodes without the ports of the page's block: what can be wrapped. */
export function wrappable(canvas: Canvas): string[] {
  const { page } = canvas.get();
  return selectedNodes(canvas.get()).filter((id) => page?.scope.nodes.has(id));
}

/** Asks for the name of the block that the selected nodes become. */
export function askWrap(canvas: Canvas): void {
  const nodes = wrappable(canvas);
  if (nodes.length > 0) canvas.set({ interaction: { kind: "wrapping", nodes } });
}

/** Makes nodes a block, and selects the instance that takes their place. */
export function wrap(canvas: Canvas, nodes: readonly string[], name: string): void {
  const { page } = canvas.get();
  canvas.end("wrapping");
  if (!page || name === "") return;
  const gone = new Set(nodes);
  const taken = takenNames(page);
  const free = { has: (id: string) => taken.has(id) && !gone.has(id) };
  const id = freeId(free, name.charAt(0).toLowerCase() + name.slice(1));
  canvas.editPage({ kind: "wrap", nodes, name, id }, [id]);
}

/** A free name for a new block. */
export function freeBlockName(canvas: Canvas): string {
  const { blocks } = canvas.get().typed?.graph ?? {};
  return freeId({ has: (name) => layers.has(name) || blocks?.has(name) === true }, "Block");
}

/** Puts what is inside an instance, or the repetitions of a layer, in its place. */
export function unwrap(canvas: Canvas, node: string): void {
  if (!canUnwrap(canvas, node)) return;
  canvas.editPage({ kind: "unwrap", node });
}

export function canUnwrap(canvas: Canvas, node: string): boolean {
  const shown = canvas.get().page?.nodes.get(node);
  return shown !== undefined && (shown.block !== undefined || shown.count !== undefined);
}

/** Makes a parameter of a node in a block a parameter of the block, of the same name if it is free. */
export function promote(canvas: Canvas, block: Block, node: string, param: string): void {
  const name = freeId(new Set([...Object.keys(block.parameters), ...nodeKeys, repetition]), param);
  canvas.edit({ kind: "promote", block: block.name, node, param, name });
}

/** Renames a block, and stays on its page. */
export function renameBlock(canvas: Canvas, block: string, to: string): void {
  const { address } = canvas.get();
  // Before the edit is drawn, so that a page that is not seen through an instance is found under its new name.
  if (address.block === block) canvas.set({ address: { ...address, block: to } });
  canvas.edit({ kind: "renameBlock", block, to });
}
