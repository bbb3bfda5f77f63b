import type { TypedGraph, TypedNode } from "../../../engine/graph/typedGraph";
import { canBeTrained } from "../../../engine/graph/updatedNodes";
import { isTyped } from "../../../engine/graph/isTyped";
import { withOwners, type NodePath } from "../../../engine/tensor/path";

/** The paths directly inside each instance that lead to nodes with weights; those of the document are under "". */
export type WeightTree = ReadonlyMap<NodePath, readonly NodePath[]>;

/** What an objective can update: nodes that hold weights which training can change, and the instances that they are in. */
export function weightTree({ nodes }: Pick<TypedGraph, "nodes">): WeightTree {
  const tree = new Map<NodePath, NodePath[]>();
  const known = new Set<NodePath>();
  for (const node of nodes.values()) {
    if (!holdsWeights(node)) continue;
    const paths = withOwners(node.node.id);
    for (const [index, path] of paths.entries()) {
      if (known.has(path)) break;
      known.add(path);
      const around = paths[index + 1] ?? "";
      const inside = tree.get(around);
      if (inside) inside.push(path);
      else tree.set(around, [path]);
    }
  }
  return tree;
}

/** Until its shapes are known, a node is taken to have all weights that its layer can have. */
function holdsWeights(typed: TypedNode): boolean {
  const { node, layer, weights, shared = {} } = typed;
  if (!isTyped(typed)) return layer.weights !== undefined && node.weightsOf === undefined && !node.follows;
  return canBeTrained(typed) && Object.keys(weights).some((name) => shared[name] === undefined);
}

export interface PickRow {
  readonly path: NodePath;
  /** How many instances it is shown in. */
  readonly depth: number;
  /** Whether it has rows inside that can be shown. */
  readonly opens: boolean;
  readonly isOpen: boolean;
  /** `within`: something around it is picked. */
  readonly state: "picked" | "within" | "free";
}

/** The rows of a list to pick from: those of the document, those in `opened` ones, and what is picked but unknown. */
export function pickRows(
  tree: WeightTree,
  picked: readonly NodePath[],
  opened: ReadonlySet<NodePath>,
): PickRow[] {
  const chosen = new Set(picked);
  const known = new Set([...tree.values()].flat());
  const row = (path: NodePath, depth: number, isWithin: boolean): PickRow => ({
    path,
    depth,
    opens: tree.has(path),
    isOpen: tree.has(path) && opened.has(path),
    state: chosen.has(path) ? "picked" : isWithin ? "within" : "free",
  });
  const rows: PickRow[] = [];
  const pending = (tree.get("") ?? []).map((path) => row(path, 0, false)).reverse();
  for (let next = pending.pop(); next; next = pending.pop()) {
    rows.push(next);
    const { path, depth, isOpen, state } = next;
    if (isOpen)
      pending.push(
        ...(tree.get(path) ?? []).map((inner) => row(inner, depth + 1, state !== "free")).reverse(),
      );
  }
  return [...rows, ...picked.filter((path) => !known.has(path)).map((path) => row(path, 0, false))];
}
