/** A topological order of the nodes; see `topologicalOrder`. */
export interface Order {
  /** Sources first; nodes on a cycle or downstream of one come last, in the document's order. */
  readonly order: readonly string[];
  /** Each cycle as its nodes, in the wires' direction; no node is in two of them. */
  readonly cycles: readonly (readonly string[])[];
}

/**
 * Kahn's algorithm ("Topological sorting of large networks", 1962), first come first served, so that the order depends
 * on the document alone.
 */
export function topologicalOrder(
  ids: readonly string[],
  sourcesOf: (id: string) => readonly string[],
): Order {
  const waitingFor = new Map(ids.map((id) => [id, sourcesOf(id).length]));
  const targets = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const id of ids) for (const source of sourcesOf(id)) targets.get(source)?.push(id);
  const order = ids.filter((id) => waitingFor.get(id) === 0);
  // `order` grows during the loop.
  for (const id of order) {
    for (const target of targets.get(id) ?? []) {
      const left = (waitingFor.get(target) ?? 0) - 1;
      waitingFor.set(target, left);
      if (left === 0) order.push(target);
    }
  }
  if (order.length === ids.length) return { order, cycles: [] };
  const done = new Set(order);
  const rest = ids.filter((id) => !done.has(id));
  return { order: [...order, ...rest], cycles: cyclesIn(rest, sourcesOf) };
}

/** Walks backwards from each remaining node: each has a source that also remains, so the walk must meet itself. */
function cyclesIn(rest: readonly string[], sourcesOf: (id: string) => readonly string[]): string[][] {
  const left = new Set(rest);
  const cycles: string[][] = [];
  for (const start of rest) {
    const path: string[] = [];
    const position = new Map<string, number>();
    let current: string | undefined = start;
    while (current !== undefined && left.has(current) && !position.has(current)) {
      position.set(current, path.length);
      path.push(current);
      current = sourcesOf(current).find((source) => left.has(source));
    }
    const from = current === undefined ? undefined : position.get(current);
    if (from !== undefined) cycles.push(path.slice(from).reverse());
    // Every node on the path is on this cycle, downstream of it, or downstream of one found before.
    for (const id of path) left.delete(id);
  }
  return cycles;
}
