import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { parse } from "../../../engine/document/parse";
import { infer } from "../../../engine/graph/infer";
import type { Problem, TextRange } from "../../../engine/graph/problem";
import { trainable } from "../../../engine/graph/trainable";
import type { Faulty } from "./faults";

/** Everything that is wrong with a document. */
export function problemsOf(text: string): Problem[] {
  const { graph, problems } = parse(text);
  if (!graph) return [...problems];
  const typed = infer(graph);
  return [...problems, ...typed.problems, ...trainable(typed)];
}

/** Throws unless the document has a problem of an expected kind, and all its errors lie where it was made wrong. */
export function expectFault({ system, places, codes }: Faulty, indent: number): void {
  const text = JSON.stringify(system, null, indent);
  const problems = problemsOf(text);
  const show = ({ code, message, range }: Problem) =>
    `[${code}] ${message} <${text.slice(range.offset, range.offset + range.length).slice(0, 80)}>`;
  const fail = (why: string, shown: readonly Problem[]) => {
    throw new Error(`${why}: ${shown.map(show).join("\n")}\n${JSON.stringify(places)}\n${text}`);
  };
  const ranges = places.map((place) => rangeOf(text, place));
  const isThere = ({ range }: Problem) => ranges.some((outer) => covers(outer, range));
  if (!problems.some((problem) => codes.includes(problem.code) && isThere(problem)))
    fail(`none of ${codes.join(", ")} where it was made wrong`, problems);
  const elsewhere = problems.filter((problem) => problem.severity === "error" && !isThere(problem));
  if (elsewhere.length > 0) fail("errors elsewhere", elsewhere);
}

function rangeOf(text: string, place: readonly string[]): TextRange {
  const root = parseTree(text);
  const path = place.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const value = root && findNodeAtLocation(root, path);
  if (!value) throw new Error(`there is no ${place.join(".")} in ${text}`);
  return value.parent?.type === "property" ? value.parent : value;
}

function covers(outer: TextRange, inner: TextRange): boolean {
  return outer.offset <= inner.offset && inner.offset + inner.length <= outer.offset + outer.length;
}
