import type { TypedGraph, TypedNode } from "../../../engine/graph/typedGraph";
import { canBeTrained } from "../../../engine/graph/updatedNodes";
import { isTyped } from "../../../engine/graph/isTyped";
import { withOwners, type NodePath } from "../../../engine/tensor/path";

/** The paths directly inside each instance that lead to nodes with weights; those of the document are under "". */
export type WeightTree = ReadonlyMap<NodePath, readonly NodePath[]>;

/** What an objective can update: nodes that hold weights which training can change, and the instances that they are in. */
export function weightTree({ flat, nodes }: Pick<TypedGraph, "flat" | "nodes">): WeightTree {
  const tree = new Map<NodePath, NodePath[]>();
  const known = new Set<NodePath>();
  for (const id of flat.nodes.keys()) {
    const node = nodes.get(id);
    if (!node || !holdsWeights(node)) continue;
    const paths = withOwners(id);
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
  /** Its name where it is shown: the path, or the end of it inside an instance that is shown above. */
  readonly label: string;
  /** How many instances it is shown in. */
  readonly depth: number;
  /** Whether it can be opened to show what is inside. */
  readonly opens: boolean;
  readonly isOpen: boolean;
  /** `within`: something around it is picked. */
  readonly state: "picked" | "within" | "free";
}

/**
 * The rows of a list to pick from. Without a search these are the nodes of the document, those inside of `opened` ones,
 * and what is picked but unknown; with one, all paths that contain the text, those that are picked first.
 */
export function pickRows(
  tree: WeightTree,
  picked: readonly NodePath[],
  opened: ReadonlySet<NodePath>,
  search = "",
): PickRow[] {
  const chosen = new Set(picked);
  const known = [...tree.values()].flat();
  const flat = (path: NodePath): PickRow => {
    const isWithin = withOwners(path).some((owner) => chosen.has(owner));
    const state = chosen.has(path) ? "picked" : isWithin ? "within" : "free";
    return { path, label: path, depth: 0, opens: false, isOpen: false, state };
  };
  if (search !== "") {
    const text = search.toLowerCase();
    const found = known.filter((path) => !chosen.has(path) && path.toLowerCase().includes(text));
    return [...picked, ...found].map(flat);
  }
  const row = (path: NodePath, depth: number, isWithin: boolean): PickRow => ({
    path,
    label: depth > 0 ? path.slice(path.lastIndexOf("/") + 1) : path,
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
    const inside = isOpen ? (tree.get(path) ?? []) : [];
    for (const inner of inside.toReversed()) pending.push(row(inner, depth + 1, state !== "free"));
  }
  const all = new Set(known);
  return [...rows, ...picked.filter((path) => !all.has(path)).map(flat)];
}
