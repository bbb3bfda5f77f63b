import type { Candidate } from "../fix";
import { edgeAt } from "../../graph/edgeAt";
import { inDocument } from "../../graph/inDocument";
import type { Problem } from "../../graph/problem";
import type { TypedGraph } from "../../graph/typedGraph";
import type { LintProblem } from "./lint";
import { networkOf } from "./network";
import { rules } from "./rules";

/**
 * Warnings about a network's structure even though every shape fits, once for all instances of a block. Only checks what
 * a valid loss depends on, so that a half-drawn network gets none.
 */
export function lintGraph(typed: TypedGraph): readonly Problem[] {
  const problems = lintProblems(typed).map(({ code, at, message, param, port, edge }): Problem => {
    const { params, type } = at.node.places;
    const place = param !== undefined && Object.hasOwn(params, param) ? params[param] : undefined;
    const severity = "warning";
    return { code, severity, message, range: place ?? type, node: at.node.id, param, port, edge };
  });
  return inDocument(typed, problems);
}

/** Possible fixes for one of those warnings, not tried yet. */
export function lintCandidates(typed: TypedGraph, { code, node, edge }: Problem): readonly Candidate[] {
  const problem = lintProblems(typed).find(
    (each) => each.code === code && each.at.node.id === node && writtenEdge(typed, each.edge) === edge,
  );
  return problem?.fixes?.() ?? [];
}

/** The index of a wire where it is written: in the document's edges, or those of a block. */
function writtenEdge({ flat }: TypedGraph, edge: number | undefined): number | undefined {
  return edge === undefined ? undefined : (edgeAt(flat, edge)?.origin?.index ?? edge);
}

type CodedProblems = readonly (LintProblem & { readonly code: string })[];

/** Cached, because fixes are requested for one warning after another of the same graph. */
const cache = new WeakMap<TypedGraph, CodedProblems>();

function lintProblems(typed: TypedGraph): CodedProblems {
  const cached = cache.get(typed);
  if (cached) return cached;
  const network = networkOf(typed);
  const problems =
    network.losses.length === 0
      ? []
      : rules.flatMap(({ code, find }) => find(network).map((problem) => ({ ...problem, code })));
  cache.set(typed, problems);
  return problems;
}
