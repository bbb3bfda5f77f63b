import { t } from "@vscode/l10n";
import type { Graph, GraphNode } from "./graph";
import type { Problem } from "./problem";

/**
 * Warnings about nodes of an expanded graph that have the same name without blocks, as `a/b` and `a_b` have. Such nodes draw
 * the same random numbers (see `streamOf`), for their weights too, and unwrapping would have to rename one of them.
 */
export function streamProblems({ nodes }: Graph): Problem[] {
  const problems: Problem[] = [];
  const named = new Map<string, GraphNode>();
  for (const node of nodes.values()) {
    const name = node.id.replaceAll("/", "_");
    const other = named.get(name);
    if (!other) {
      named.set(name, node);
      continue;
    }
    // A node of the document is easier to rename than one in a block.
    const [first, second] = node.origin ? [node, other] : [other, node];
    problems.push({
      code: "same-random-numbers",
      severity: "warning",
      message: t(
        '"{0}" and "{1}" draw the same random numbers, for their weights too, because both are called "{2}" without blocks. Rename one of them.',
        second.id,
        first.id,
        name,
      ),
      range: second.places.id,
      node: second.id,
    });
  }
  return problems;
}
