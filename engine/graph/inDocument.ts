import { edgeAt } from "./edgeAt";
import type { Problem } from "./problem";
import type { TypedGraph } from "./typedGraph";

/**
 * The problems of an expanded graph as problems of the document: wires are counted as they are written, and a mistake in a
 * block, or at a repeated node, is reported once, for the first instance that has it.
 */
export function inDocument<P extends Problem>(
  { graph, flat }: Pick<TypedGraph, "graph" | "flat">,
  problems: readonly P[],
): readonly P[] {
  if (flat === graph) return problems;
  const seen = new Set<string>();
  return problems.flatMap((problem) => {
    const { code, range, node, param, port } = problem;
    const origin = node === undefined ? undefined : flat.nodes.get(node)?.origin;
    const wire = problem.edge === undefined ? undefined : edgeAt(flat, problem.edge)?.origin;
    const block = origin?.block ?? wire?.block;
    const isExpanded = block !== undefined || (node !== undefined && !graph.nodes.has(node));
    if (isExpanded) {
      const key = JSON.stringify([code, range.offset, range.length, param, port]);
      if (seen.has(key)) return [];
      seen.add(key);
    }
    const { edge: _, ...rest } = problem;
    return [
      {
        ...rest,
        ...(wire && wire.index >= 0 && { edge: wire.index }),
        ...(block !== undefined && { block }),
        ...(origin && { member: origin.id }),
      } as P,
    ];
  });
}
