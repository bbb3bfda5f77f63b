import type { WeightStatistics } from "../../engine/run/events";
import type { WeightHistory } from "./history";

/** What the list shows, from top to bottom: weights, and headings of the objectives and instances that they are in. */
export type Line =
  | {
      readonly kind: "weight";
      readonly weight: WeightHistory;
      readonly name: string;
      /** The objective that updates it, unless it is under that objective's heading. */
      readonly objective: string | undefined;
      readonly depth: number;
    }
  | {
      readonly kind: "group";
      readonly key: string;
      /** The path of an instance, or of the node whose repetitions are inside; undefined for an objective. */
      readonly path: string | undefined;
      readonly name: string;
      readonly depth: number;
      readonly open: boolean;
      readonly weights: readonly WeightHistory[];
    };

interface Group {
  readonly key: string;
  readonly path: string;
  /** Set for an objective's group. */
  readonly objective?: string;
  readonly depth: number;
  /** In the order in which they first occur; those of an instance are together. */
  readonly members: (Group | WeightHistory)[];
  readonly weights: WeightHistory[];
}

/**
 * Weights in the network's order, grouped by the objectives that update them, if these have names, and by the instances
 * that their nodes are in; folded groups show only a heading.
 */
export function linesOf(rows: readonly WeightHistory[], folded: ReadonlySet<string>): readonly Line[] {
  const top: Group = { key: "", path: "", depth: -1, members: [], weights: [] };
  const groups = new Map<string, Group>();
  for (const weight of rows) {
    let group = top;
    for (const { key, path } of groupsOf(weight.latest)) {
      let inner = groups.get(key);
      if (!inner) {
        const objective = path === "" ? weight.latest.objective : undefined;
        inner = { key, path, objective, depth: group.depth + 1, members: [], weights: [] };
        groups.set(key, inner);
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
    if ("latest" in member) {
      const name = member.latest.node.slice(from);
      lines.push({ kind: "weight", weight: member, name, objective: undefined, depth });
      continue;
    }
    const { key, path, objective, weights } = member;
    const open = !folded.has(key);
    const heading =
      objective === undefined ? { path, name: path.slice(from) } : { path: undefined, name: objective };
    lines.push({ kind: "group", key, ...heading, depth, open, weights });
    if (open) enter(member);
  }
  return lines;
}

/** Weights in any other order, which no groups would keep. */
export function plainLines(rows: readonly WeightHistory[]): readonly Line[] {
  return rows.map((weight) => {
    const { node, objective } = weight.latest;
    return { kind: "weight", weight, name: node, objective, depth: 0 };
  });
}

/**
 * The groups that a weight is in, from the outside: the objective that updates it, if that has a name, then the instances
 * of its node (`stage1`, `stage1/0`). The path of an objective's group is empty.
 */
export function groupsOf({
  node,
  objective,
}: Pick<WeightStatistics, "node" | "objective">): { readonly key: string; readonly path: string }[] {
  const groups = objective === undefined ? [] : [{ key: `${objective}:`, path: "" }];
  for (let slash = node.indexOf("/"); slash >= 0; slash = node.indexOf("/", slash + 1)) {
    const path = node.slice(0, slash);
    groups.push({ key: objective === undefined ? path : `${objective}:${path}`, path });
  }
  return groups;
}
