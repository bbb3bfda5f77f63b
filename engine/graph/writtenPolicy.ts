import type { NodePath } from "../tensor/path";
import type { GraphNode } from "./graph";

/**
 * What a Dataset's `policy` says once nodes of its level have other paths; undefined if it names no output. Whether its
 * source is an environment, and there is such an output, does not matter here.
 */
export function policyWithPath(
  { type, params }: Pick<GraphNode, "type" | "params">,
  renamed: (node: NodePath) => NodePath,
): string | undefined {
  const { policy } = params;
  if (type !== "Dataset" || typeof policy !== "string") return undefined;
  const [path = ""] = policy.split(".", 1);
  return renamed(path) + policy.slice(path.length);
}
