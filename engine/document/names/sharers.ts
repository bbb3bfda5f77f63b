import type { GraphNode } from "../../graph/graph";
import { isWithoutInstance, pathOn, type Page } from "../../graph/page";
import type { Weight } from "../../layers/layer";
import { sameShape } from "../../tensor/tensor";
import type { NodePath } from "../../tensor/path";

/** A node whose weights others can use: by its path on a page, with its layer's or block's name. */
export interface Sharer {
  readonly path: NodePath;
  readonly type: string;
  /** Empty for an instance of a block, and while shapes are unknown. */
  readonly weights: Readonly<Record<string, Weight>>;
  /** As the expanded graph has it; undefined for an instance. */
  readonly node?: GraphNode;
}

/** The nodes with weights and the instances of a page, at any depth, the nearest first. */
export function sharersOn(page: Page): Sharer[] {
  const { typed } = page;
  const found = new Map<NodePath, Sharer>();
  // A repeated node has its own name besides those of its repetitions.
  for (const [path, { node, layer, block, count, weights, end }] of page.nodes)
    if (end === undefined && (count !== undefined || isWithoutInstance(page)) && (block || layer?.weights))
      found.set(path, { path, type: node.type, weights });
  if (isWithoutInstance(page)) return [...found.values()];
  const prefix = pathOn(page, "");
  for (const [full, { block }] of typed.instances) {
    const path = full.slice(prefix.length);
    if (full.startsWith(prefix) && path !== "") found.set(path, { path, type: block, weights: {} });
  }
  for (const full of typed.flat.nodes.keys()) {
    const { node, layer, weights } = typed.nodes.get(full) ?? {};
    if (!full.startsWith(prefix) || !layer?.weights) continue;
    const path = full.slice(prefix.length);
    found.set(path, { path, type: node?.type ?? "", weights: weights ?? {}, node });
  }
  const depth = ({ path }: Sharer) => path.split("/").length;
  return [...found.values()].sort((a, b) => depth(a) - depth(b));
}

/** Whether two nodes have weights of the same names and shapes; true while those of one are unknown. */
export function areAlike(a: Pick<Sharer, "weights">, b: Pick<Sharer, "weights">): boolean {
  const [own, others] = [Object.entries(a.weights), Object.keys(b.weights)];
  if (own.length === 0 || others.length === 0) return true;
  const isLike = ([name, { shape }]: (typeof own)[number]) => sameShape(shape, b.weights[name]?.shape ?? []);
  return own.length === others.length && own.every(isLike);
}
