import type { Graph } from "../../graph/graph";
import { membersOfNode } from "../editedMembers";
import { scopeOf } from "../pathThrough";
import type { Renaming } from "./ModelDifference";
import { wiresByInput } from "./wiresByInput";

/**
 * Nodes of one scope that have only got another name: one is gone and one has come, they say the same, and have the same
 * wires. If several are alike, none is taken for another.
 */
export function findRenames(before: Graph, after: Graph, block: string | undefined): Renaming[] {
  const [old, now] = [scopeOf(before, block), scopeOf(after, block)];
  if (!old || !now) return [];
  const gone = [...old.nodes.keys()].filter((id) => !now.nodes.has(id));
  const come = [...now.nodes.keys()].filter((id) => !old.nodes.has(id));
  if (gone.length === 0 || come.length === 0) return [];
  const [from, to] = [profiles(before, block, gone), profiles(after, block, come)];
  return [...from].flatMap(([profile, ids]) => {
    const [id, ...others] = ids;
    const [name, ...alike] = to.get(profile) ?? [];
    if (id === undefined || name === undefined || others.length + alike.length > 0) return [];
    return [{ ...(block !== undefined && { block }), from: id, to: name }];
  });
}

/** Nodes by what they say and how they are wired, in one pass over the wires. */
function profiles(graph: Graph, block: string | undefined, ids: readonly string[]): Map<string, string[]> {
  const wires = new Map(ids.map((id) => [id, [] as string[]]));
  for (const [to, sources] of wiresByInput(graph, block)) {
    const [target = ""] = to.split(".", 1);
    for (const source of sources) {
      const [origin = ""] = source.split(".", 1);
      wires.get(target)?.push(`${source} -> ${to.slice(target.length)}`);
      if (origin !== target) wires.get(origin)?.push(`${source.slice(origin.length)} -> ${to}`);
    }
  }
  const found = new Map<string, string[]>();
  for (const id of ids) {
    const node = scopeOf(graph, block)?.nodes.get(id);
    if (!node) continue;
    const profile = JSON.stringify([membersOfNode(node), wires.get(id)?.sort()]);
    found.set(profile, [...(found.get(profile) ?? []), id]);
  }
  return found;
}
