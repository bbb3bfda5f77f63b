import type { WeightHistory } from "./history";

/** What the list shows, from top to bottom: weights, and headings of the instances that they are in. */
export type Line =
  | { readonly kind: "weight"; readonly weight: WeightHistory; readonly name: string; readonly depth: number }
  | {
      readonly kind: "group";
      /** The path of an instance, or of the node whose repetitions are inside. */
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly open: boolean;
      readonly weights: readonly WeightHistory[];
    };

interface Group {
  readonly path: string;
  readonly depth: number;
  /** In the order in which they first occur; those of an instance are together. */
  readonly members: (Group | WeightHistory)[];
  readonly weights: WeightHistory[];
}

/** Weights in the network's order, grouped by the instances that their nodes are in; folded groups show only a heading. */
export function linesOf(rows: readonly WeightHistory[], folded: ReadonlySet<string>): readonly Line[] {
  const top: Group = { path: "", depth: -1, members: [], weights: [] };
  const groups = new Map([["", top]]);
  for (const weight of rows) {
    let group = top;
    for (const path of groupsOf(weight.latest.node)) {
      let inner = groups.get(path);
      if (!inner) {
        inner = { path, depth: group.depth + 1, members: [], weights: [] };
        groups.set(path, inner);
        group.members.push(inner);
      }
      group = inner;
      group.weights.push(weight);
    }
    group.members.push(weight);
  }
  const lines: Line[] = [];
  const pending: { readonly member: Group | WeightHistory; readonly around: Group }[] = [];
  const enter = (group: Group) => {
    for (const member of group.members.toReversed()) pending.push({ member, around: group });
  };
  enter(top);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { member, around } = next;
    const from = around.path === "" ? 0 : around.path.length + 1;
    const depth = around.depth + 1;
    if ("key" in member) {
      lines.push({ kind: "weight", weight: member, name: member.latest.node.slice(from), depth });
      continue;
    }
    const { path, weights } = member;
    const open = !folded.has(path);
    lines.push({ kind: "group", path, name: path.slice(from), depth, open, weights });
    if (open) enter(member);
  }
  return lines;
}

/** The paths of the instances that a node is in, from the outside: `stage1`, `stage1/0`. */
export function groupsOf(node: string): string[] {
  const paths: string[] = [];
  for (let slash = node.indexOf("/"); slash >= 0; slash = node.indexOf("/", slash + 1))
    paths.push(node.slice(0, slash));
  return paths;
}
