import type { Candidate } from "../fix";
import type { Problem } from "../../graph/problem";
import type { TypedGraph } from "../../graph/typedGraph";
import type { Finding } from "./lint";
import { networkOf } from "./network";
import { rules } from "./rules";

/**
 * Warnings about a network's structure even though every shape fits. Only checks what a valid loss depends on, so that
 * a half-drawn network gets none.
 */
export function lintGraph(typed: TypedGraph): Problem[] {
  return found(typed).map(({ code, at, message, param, port, edge }) => {
    const { params, type } = at.node.places;
    const place = param !== undefined && Object.hasOwn(params, param) ? params[param] : undefined;
    const severity = "warning";
    return { code, severity, message, range: place ?? type, node: at.node.id, param, port, edge };
  });
}

/** Possible fixes for one of those warnings, not tried yet. */
export function lintCandidates(typed: TypedGraph, { code, node, edge }: Problem): readonly Candidate[] {
  const finding = found(typed).find(
    (one) => one.code === code && one.at.node.id === node && one.edge === edge,
  );
  return finding?.fixes?.() ?? [];
}

type Found = readonly (Finding & { readonly code: string })[];

/** Cached, because fixes are requested for one warning after another of the same graph. */
const known = new WeakMap<TypedGraph, Found>();

function found(typed: TypedGraph): Found {
  const before = known.get(typed);
  if (before) return before;
  const network = networkOf(typed);
  const findings =
    network.losses.length === 0
      ? []
      : rules.flatMap(({ code, find }) => find(network).map((finding) => ({ ...finding, code })));
  known.set(typed, findings);
  return findings;
}
