import { applyEdit } from "../document/applyEdit";
import type { GraphEdit } from "../document/edit";
import type { Graph } from "../graph/graph";
import { infer } from "../graph/infer";
import { lintCandidates, lintGraph } from "./lints/lintGraph";
import type { Problem } from "../graph/problem";
import type { TypedGraph } from "../graph/typedGraph";
import type { DataFacts } from "../data/catalog/facts";
import { editGraph } from "../document/editGraph";
import type { Conflict, Fix, FixableProblem } from "./fix";
import { inARow } from "./inARow";
import { fixRules } from "./rules";
import { reshape } from "./rules/reshape";
import { targetGuard } from "./targetGuard";

/** As many fixes as the user would read. */
const most = 5;
/** How many first edits are tried with a second one. */
const mostFirsts = 24;
/** How many nodes and wires a search may visit, so that it stays quick in a large graph. */
const budget = 100_000;
/** The same, for all problems of a document together. */
const budgetOfAll = 2 * budget;

/** The cost of linting a node and writing an edit, relative to inferring the node. */
const costOfLint = 4;

/** Problems with the wires themselves, which no change of layers or sizes solves. */
const notOfShapes = new Set([
  "missing-input",
  "layer-failed",
  "cycle",
  "unknown-port",
  "duplicate-edge",
  "occupied-port",
]);

function sizeOfGraph({ nodes, edges }: Graph): number {
  return nodes.size + edges.length;
}

/** A graph with its document's text. */
export interface FixedDocument {
  readonly text: string;
  readonly typed: TypedGraph;
  readonly facts: DataFacts;
}

/**
 * The edits that solve a shape problem, best first. Each was tried on the document, and its node has no errors
 * afterwards. If no single edit helps, pairs are tried, such as a convolution's padding and then a projection. Those
 * that break other nodes are left out if there are others; the rest are ordered by their rule's position in `fixRules`,
 * then by whether everything downstream is valid, then by the number of parameters they add. For a lint's warning, the
 * rule's own fixes that help. Other problems have the fixes they came with, if any.
 */
export function findFixes(document: FixedDocument, problem: FixableProblem): readonly Fix[] {
  return problem.fixes ?? fixesOf(document, problem, { left: budget });
}

/** The problems with their fixes, if any; if there are very many problems, only the first ones get fixes. */
export function withFixes(document: FixedDocument, problems: readonly FixableProblem[]): FixableProblem[] {
  let left = budgetOfAll;
  return problems.map((problem) => {
    const trial: Trial = { left: Math.min(left, budget) };
    const given = trial.left;
    const fixes = given > 0 ? fixesOf(document, problem, trial) : [];
    left -= given - trial.left;
    return fixes.length > 0 ? { ...problem, fixes } : problem;
  });
}

function fixesOf(document: FixedDocument, problem: Problem, trial: Trial): readonly Fix[] {
  if (problem.severity === "warning") return lintFixes(document, problem, trial);
  const conflict = conflictOf(document.typed, document.facts, problem);
  if (!conflict) return [];
  const attempts = attemptsAt(trial, conflict);
  const single = attempts.filter(({ solved }) => solved);
  const solutions = single.length > 0 ? single : pairs(trial, conflict, attempts);
  const fixes = solutions.map(({ typed, rank, title, edit }) => {
    const troubled = [...troubledIn(typed)].flatMap((id) => document.typed.nodes.get(id ?? "") ?? []);
    const broken = troubled.filter(({ outputs }) => Object.keys(outputs).length > 0).length;
    const parameters = typed.parameterCount - document.typed.parameterCount;
    return { title, edit, rank, parameters, broken, left: troubled.length - broken };
  });
  const fewest = Math.min(...fixes.map(({ broken }) => broken));
  const ranked = firstOfEach(fixes.filter(({ broken }) => broken === fewest)).sort(
    (a, b) => a.rank - b.rank || a.left - b.left || Math.abs(a.parameters) - Math.abs(b.parameters),
  );
  // Applying an edit parses the whole document again, so only the fixes shown are applied.
  const found: Fix[] = [];
  for (const { title, edit, parameters } of ranked) {
    if (found.length === most) break;
    if ("edits" in applyEdit(document.text, edit)) found.push({ title, edit, parameters });
  }
  return found;
}

/** Fixes that remove a lint's warning and cause no error and no other warning. */
function lintFixes({ text, typed, facts }: FixedDocument, problem: Problem, trial: Trial): readonly Fix[] {
  const candidates = lintCandidates(typed, problem);
  if (candidates.length === 0) return [];
  const leavesTargets = targetGuard(typed, problem.node ?? "");
  const before = lintGraph(typed).length;
  const fixes: Fix[] = [];
  for (const { title, edit } of candidates) {
    if (trial.left <= 0) break;
    const graph = leavesTargets(edit) ? editGraph(typed.graph, edit) : undefined;
    if (!graph) continue;
    trial.left -= costOfLint * sizeOfGraph(graph);
    const after = infer(graph, facts);
    if (after.problems.length > typed.problems.length || lintGraph(after).length >= before) continue;
    if (!("edits" in applyEdit(text, edit))) continue;
    fixes.push({ title, edit, parameters: after.parameterCount - typed.parameterCount });
  }
  return fixes.slice(0, most);
}

function conflictOf(typed: TypedGraph, facts: DataFacts, problem: Problem): Conflict | undefined {
  const node = problem.node === undefined ? undefined : typed.nodes.get(problem.node);
  if (!node || problem.severity !== "error" || notOfShapes.has(problem.code)) return undefined;
  // Problems found by parsing are about a word in the text; inference's are about shapes.
  if (!typed.problems.some(({ code, node: id }) => code === problem.code && id === problem.node))
    return undefined;
  const wires = Object.entries(node.incoming).flatMap(([port, sources]) =>
    sources.flatMap((source) => {
      const type = typed.nodes.get(source.node)?.outputs[source.port];
      return type ? [{ port, source, type }] : [];
    }),
  );
  return { typed, problem, node, facts, wires };
}

/** The remaining budget of a search. */
interface Trial {
  left: number;
}

/** A graph after an edit. */
interface Attempt {
  readonly typed: TypedGraph;
  readonly facts: DataFacts;
  readonly title: string;
  readonly edit: GraphEdit;
  /** The position of its rule in the list. */
  readonly rank: number;
  /** Whether the node has no errors now. */
  readonly solved: boolean;
}

function attemptsAt(trial: Trial, conflict: Conflict): Attempt[] {
  const seen = new Set<string>();
  const leavesTargets = targetGuard(conflict.typed, conflict.node.node.id);
  return fixRules.flatMap((rule, rank) =>
    rule(conflict).flatMap(({ title, edit, renumbers = false, facts = conflict.facts }) => {
      const key = JSON.stringify(edit);
      if (seen.has(key) || trial.left <= 0 || !(renumbers || leavesTargets(edit))) return [];
      seen.add(key);
      const graph = editGraph(conflict.typed.graph, edit);
      if (!graph) return [];
      trial.left -= sizeOfGraph(graph);
      const typed = infer(graph, facts);
      const node = typed.nodes.get(conflict.node.node.id);
      // A node with an invalid parameter reports nothing and has no outputs.
      const solved = Object.keys(node?.outputs ?? {}).length > 0;
      return [{ typed, facts, title, edit, rank, solved }];
    }),
  );
}

/**
 * Second edits after first ones that changed the node's inputs but did not solve its problem. Only rearranging the same
 * numbers' axes is not a useful first step.
 */
function pairs(trial: Trial, conflict: Conflict, firsts: readonly Attempt[]): Attempt[] {
  const before = showWires(conflict);
  const found: Attempt[] = [];
  const isStep = ({ rank }: Attempt) => fixRules[rank] !== reshape;
  for (const first of firsts.filter(isStep).slice(0, mostFirsts)) {
    const problem = first.typed.problems.find(({ node }) => node === conflict.node.node.id);
    const next = problem && conflictOf(first.typed, first.facts, problem);
    if (!next || showWires(next) === before) continue;
    for (const second of attemptsAt(trial, next)) {
      if (!second.solved || !isStep(second)) continue;
      found.push({
        ...second,
        ...inARow(first, second),
        rank: first.rank * fixRules.length + second.rank,
      });
    }
    // Those that come first in the list are found first.
    if (firstOfEach(found).length >= most) break;
  }
  return found;
}

function showWires({ wires }: Conflict): string {
  return JSON.stringify(wires.map(({ type }) => type));
}

/** The nodes with errors. */
function troubledIn({ problems }: TypedGraph): Set<string | undefined> {
  return new Set(problems.filter(({ severity }) => severity === "error").map(({ node }) => node));
}

/** The first of several values for the same parameter of a node, and of several rows of layers on the same wire. */
function firstOfEach<T extends { readonly edit: GraphEdit }>(fixes: readonly T[]): T[] {
  const firsts = new Map<string, T>();
  for (const fix of fixes) {
    const key = placeOf(fix.edit);
    if (!firsts.has(key)) firsts.set(key, fix);
  }
  return [...firsts.values()];
}

/** What an edit changes, whatever it changes it to. */
function placeOf(edit: GraphEdit): string {
  switch (edit.kind) {
    case "param":
      return `${edit.node} ${edit.name}`;
    case "add":
      return `${String(edit.replaces)} ${edit.nodes.map(({ type }) => type).join(" ")}`;
    case "all":
      return edit.edits.map(placeOf).sort().join(", ");
    default:
      return JSON.stringify(edit);
  }
}
