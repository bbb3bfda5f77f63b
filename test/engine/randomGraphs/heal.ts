import type { SystemDocument } from "./drawSystem";

type Members = Record<string, unknown>;

/** The wires into a node's first input, of those that `drawSystem` draws. */
export function firstWires(edges: readonly string[], id: string): string[] {
  return edges.filter((edge) => [id, `${id}.input`].includes(edge.split(" -> ")[1] ?? ""));
}

/**
 * A drawn system without a node of its own or of one of its blocks, whose first input's source is joined to what its first
 * output led to. Undefined if it is the only one that an objective trains.
 */
export function heal(system: SystemDocument, block: string, id: string): SystemDocument | undefined {
  const healed = structuredClone(system);
  const scope = block === "" ? healed : healed.blocks[block]!;
  const [source = ""] = firstWires(scope.edges, id)[0]?.split(" -> ") ?? [];
  const { [id]: _, ...nodes } = scope.nodes;
  scope.nodes = nodes;
  Reflect.deleteProperty((scope as unknown as { layout: object }).layout, id);
  scope.edges = scope.edges.flatMap((edge) => {
    const [from = "", to = ""] = edge.split(" -> ");
    if (to === id || to.startsWith(`${id}.`)) return [];
    return [from === id ? `${source} -> ${to}` : edge];
  });
  const paths = pathsOf(system, block, id);
  const isGone = (name: unknown) =>
    paths.some((path) => name === path || String(name).startsWith(`${path}/`));
  for (const objective of Object.values((healed.training.objectives ?? {}) as Record<string, Members>)) {
    const updates = objective.updates as string[] | undefined;
    if (!updates) continue;
    objective.updates = updates.filter((name) => !isGone(name));
    if ((objective.updates as string[]).length === 0) return undefined;
  }
  return healed;
}

/** Where a node of a block is in the expanded graph. */
function pathsOf(system: SystemDocument, block: string, id: string): string[] {
  const found: string[] = [];
  const visit = (name: string, prefix: string) => {
    const scope = name === "" ? system : system.blocks[name]!;
    for (const [node, { type, repeat }] of Object.entries(scope.nodes)) {
      if (name === block && node === id) found.push(prefix + node);
      if (!(String(type) in system.blocks)) continue;
      for (let i = 0; i < (typeof repeat === "number" ? repeat : 1); i++)
        visit(String(type), `${prefix}${node}/${repeat === undefined ? "" : `${String(i)}/`}`);
    }
  };
  visit("", "");
  return found;
}
