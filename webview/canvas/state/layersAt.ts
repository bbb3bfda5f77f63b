import { batchOf, sampleShape } from "../../../engine/tensor/graphType";
import type { GraphType } from "../../../engine/tensor/graphType";
import { nodeValues } from "../../../engine/graph/schema";
import type { GraphNode } from "../../../engine/graph/graph";
import { infer } from "../../../engine/graph/infer";
import type { Page } from "../../../engine/graph/page";
import type { Layer } from "../../../engine/layers/layer";
import { blockEntries, type PaletteEntry } from "../palette/paletteEntries";
import type { WireStart } from "./canvasState";

/** The layers that could be connected to the loose end of a wire, each as the palette would add it. */
export function layersAt(page: Page | undefined, end: WireStart, layers: Iterable<Layer>): Layer[] {
  const type = page?.nodes.get(end.node)?.outputs[end.port];
  return [...layers].filter((layer) => {
    if (end.side === "input") return layer.category !== "loss";
    const [port] = layer.inputs;
    if (!port) return false;
    if (!type) return true;
    if (port.dtype !== "any" && (port.dtype ?? "float32") !== type.dtype)
      return layer.inputs.some(({ dtype }) => dtype === type.dtype || dtype === "any");
    return take(layer, type) !== "refuses";
  });
}

/**
 * Of those layers, the most likely ones: from each category the first that needs nothing else, and the first loss.
 * Layers made specifically for such shapes come first: after an image, Conv2d and MaxPool2d.
 */
export function likelyAt(page: Page | undefined, end: WireStart, fitting: readonly Layer[]): Layer[] {
  const type = end.side === "output" ? page?.nodes.get(end.node)?.outputs[end.port] : undefined;
  if (!type) return [];
  const seen = new Set<string>();
  const likely = fitting.filter((layer) => {
    const isLikely =
      !seen.has(layer.category) &&
      (layer.category === "loss" ||
        (layer.inputs.length - numberOptional(layer) === 1 && take(layer, type) === "takes"));
    if (isLikely) seen.add(layer.category);
    return isLikely;
  });
  const others = [1, 2, 3, 4]
    .filter((rank) => rank !== sampleShape(type).length)
    .map((rank) => batchOf(new Array<number>(rank).fill(8), type.dtype));
  const isMadeForIt = (layer: Layer) =>
    layer.category !== "loss" && others.every((other) => take(layer, other) === "refuses");
  return [...likely.filter((layer) => isMadeForIt(layer)), ...likely.filter((layer) => !isMadeForIt(layer))];
}

function numberOptional({ inputs }: Layer): number {
  return inputs.filter(({ optional }) => optional).length;
}

/** Whether a layer's first input accepts a type; "waits" if it does but a required second input has no wire yet. */
function take(layer: Layer, type: GraphType): "takes" | "waits" | "refuses" {
  const [port] = layer.inputs;
  if (!port || (port.dtype !== "any" && (port.dtype ?? "float32") !== type.dtype)) return "refuses";
  const params = nodeValues(layer.type, { ...layer.fresh });
  if (!params) return "takes";
  try {
    layer.infer({
      params,
      inputs: { [port.name]: [type] },
      facts: undefined,
      input: (name) => {
        if (name === port.name) return type;
        throw new NotWired();
      },
    });
    return "takes";
  } catch (error) {
    return error instanceof NotWired ? "waits" : "refuses";
  }
}

/** The blocks that could be connected to the loose end of a wire. */
export function blocksAt(page: Page | undefined, end: WireStart): PaletteEntry[] {
  const type = end.side === "output" ? page?.nodes.get(end.node)?.outputs[end.port] : undefined;
  return blockEntries(page).filter((entry) => {
    const block = page?.typed.graph.blocks.get(entry.type);
    if (!page || !block) return false;
    if (end.side === "input") return block.outputs.length > 0;
    return block.inputs.length > 0 && (!type || takesInside(page, entry.type, type));
  });
}

/** Whether nothing inside a block, with its defaults, refuses a type at its first input. */
function takesInside({ typed: { graph } }: Page, block: string, type: GraphType): boolean {
  const place = { offset: 0, length: 0 };
  const node = (id: string, of: string, params: GraphNode["params"]) =>
    [id, { id, type: of, params, places: { id: place, node: place, type: place, params: {} } }] as const;
  const { problems } = infer({
    ...graph,
    nodes: new Map([
      node("source", "Input", { shape: sampleShape(type), dtype: type.dtype }),
      node("instance", block, {}),
    ]),
    edges: [{ index: 0, from: { node: "source", place }, to: { node: "instance", place }, place }],
  });
  // Other inputs are not connected yet, and values may still have to be given.
  const isOpen = (code: string) => code === "missing-input" || code === "missing-parameter";
  return problems.every(
    ({ code, severity, node: at }) => severity === "warning" || at === undefined || isOpen(code),
  );
}

class NotWired extends Error {}
