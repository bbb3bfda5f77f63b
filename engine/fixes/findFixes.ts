import { applyEdit } from "../document/applyEdit";
import type { GraphEdit } from "../document/edit";
import type { Graph } from "../graph/graph";
import { expand } from "../graph/expand";
import { infer } from "../graph/infer";
import { lintCandidates, lintGraph } from "./lints/lintGraph";
import type { Problem } from "../graph/problem";
import type { TypedGraph } from "../graph/typedGraph";
import type { DataFacts } from "../data/catalog/facts";
import { editGraph } from "../document/editGraph";
import type { Candidate, Conflict, Fix, FixableProblem } from "./fix";
import { changesOf, inARow } from "./inARow";
import { fixRules } from "./rules";
import { reshape } from "./rules/reshape";
import { targetGuard } from "./targetGuard";
import { writtenAlike } from "./writtenNode";

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

function sizeOfGraph(graph: Graph): number {
  const { nodes, edges } = expand(graph).graph;
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
  const isForSeveral = changesSeveral(document.typed);
  const fixes = solutions.flatMap(({ typed, rank, title, edit, changes }) => {
    const troubled = [...troubledIn(typed)].flatMap((id) => document.typed.nodes.get(id) ?? []);
    const broken = troubled.filter(({ outputs }) => Object.keys(outputs).length > 0).length;
    if (broken > 0 && isForSeveral(edit)) return [];
    const parameters = typed.parameterCount - document.typed.parameterCount;
    return [{ title, edit, changes, rank, parameters, broken, left: troubled.length - broken }];
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

/** Whether an edit changes a block that has several instances: a fix for one must not break others. */
function changesSeveral({ instances }: TypedGraph): (edit: GraphEdit) => boolean {
  const counts = new Map<string, number>();
  for (const { block } of instances.values()) counts.set(block, (counts.get(block) ?? 0) + 1);
  const isForSeveral = (edit: GraphEdit): boolean =>
    edit.kind === "all"
      ? edit.edits.some(isForSeveral)
      : "block" in edit && (counts.get(edit.block ?? "") ?? 0) > 1;
  return isForSeveral;
}

/** Fixes that remove a lint's warning and cause no error and no other warning. */
function lintFixes({ text, typed, facts }: FixedDocument, problem: Problem, trial: Trial): readonly Fix[] {
  const candidates = lintCandidates(typed, problem);
  if (candidates.length === 0) return [];
  const node = typed.nodes.get(problem.node ?? "");
  if (!node) return [];
  const leavesTargets = targetGuard(typed, node);
  const before = lintGraph(typed).length;
  const fixes: (Fix & Candidate)[] = [];
  for (const candidate of candidates) {
    if (trial.left <= 0) break;
    const { edit } = candidate;
    const graph = editGraph(typed.graph, edit);
    if (!graph || !leavesTargets(graph)) continue;
    trial.left -= costOfLint * sizeOfGraph(graph);
    const after = infer(graph, facts);
    const warnings = lintGraph(after);
    if (hasMoreProblems(typed, after) || warnings.length >= before) continue;
    if (warnings.some((warning) => isSameProblem(warning, problem))) continue;
    if (!("edits" in applyEdit(text, edit))) continue;
    fixes.push({ ...candidate, parameters: after.parameterCount - typed.parameterCount });
  }
  return firstOfEach(fixes)
    .slice(0, most)
    .map(({ title, edit, parameters }) => ({ title, edit, parameters }));
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
interface Attempt extends Candidate {
  readonly typed: TypedGraph;
  readonly facts: DataFacts;
  /** The position of its rule in the list. */
  readonly rank: number;
  /** Whether the node has no errors now. */
  readonly solved: boolean;
}

function attemptsAt(trial: Trial, conflict: Conflict): Attempt[] {
  const seen = new Set<string>();
  const { id } = conflict.node.node;
  const leavesTargets = targetGuard(conflict.typed, conflict.node);
  const alike = new Set(writtenAlike(conflict.typed, conflict.node.node));
  const known = new Set([...conflict.typed.nodes.keys(), ...troubledIn(conflict.typed)]);
  return fixRules.flatMap((rule, rank) =>
    rule(conflict).flatMap((candidate) => {
      const { edit, renumbers = false, facts = conflict.facts } = candidate;
      const key = JSON.stringify(edit);
      if (seen.has(key) || trial.left <= 0) return [];
      seen.add(key);
      const graph = editGraph(conflict.typed.graph, edit);
      if (!graph || !(renumbers || leavesTargets(graph))) return [];
      trial.left -= sizeOfGraph(graph);
      const typed = infer(graph, facts);
      // The problem may not move into another instance, nor into what is new.
      const isMoved = [...troubledIn(typed)].some((each) => alike.has(each) || !known.has(each));
      const solved = !isMoved && Object.keys(typed.nodes.get(id)?.outputs ?? {}).length > 0;
      return [{ ...candidate, typed, facts, rank, solved }];
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

/** The first of several that change the same, such as a parameter of a node to different values. */
function firstOfEach<T extends Pick<Candidate, "edit" | "changes">>(fixes: readonly T[]): T[] {
  const firsts = new Map<string, T>();
  for (const fix of fixes) {
    const key = changesOf(fix).toSorted().join(", ");
    if (!firsts.has(key)) firsts.set(key, fix);
  }
  return [...firsts.values()];
}

/** The nodes with errors, or with parameters that are not valid. */
function troubledIn({ flatProblems, nodes }: TypedGraph): Set<string> {
  const troubled = new Set<string>();
  for (const { severity, node } of flatProblems)
    if (severity === "error" && node !== undefined) troubled.add(node);
  for (const { node, params } of nodes.values()) if (!params) troubled.add(node.id);
  return troubled;
}

function hasMoreProblems(before: TypedGraph, after: TypedGraph): boolean {
  return after.problems.length > before.problems.length || troubledIn(after).size > troubledIn(before).size;
}

/** Whether two problems are of the same kind at the same place. */
function isSameProblem(one: Problem, other: Problem): boolean {
  return (
    one.code === other.code &&
    one.block === other.block &&
    (one.block === undefined ? one.node === other.node : one.member === other.member)
  );
}
