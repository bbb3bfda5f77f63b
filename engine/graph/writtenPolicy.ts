import type { NodePath } from "../tensor/path";
import type { GraphNode } from "./graph";

type Written = Pick<GraphNode, "type" | "params">;

/** The node whose output a Dataset's `policy` names; undefined if it names none. */
export function policyNode({ type, params: { policy } }: Written): NodePath | undefined {
  return type === "Dataset" && typeof policy === "string" ? policy.split(".", 1)[0] : undefined;
}

/**
 * What a Dataset's `policy` says once nodes of its level have other paths; undefined if it names no output. Whether its
 * source is an environment, and there is such an output, does not matter here.
 */
export function policyWithPath(node: Written, renamed: (node: NodePath) => NodePath): string | undefined {
  const path = policyNode(node);
  return path === undefined ? undefined : renamed(path) + String(node.params.policy).slice(path.length);
}
