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
import { remedies } from "./remedies";
import { reshape } from "./remedies/reshape";
import { targetGuard } from "./targetGuard";

/** Fixes that a person would read. */
const most = 5;
/** First edits that second ones are tried after. */
const mostFirsts = 24;
/** Nodes and wires that are looked at while trying, so that a large graph takes no longer than a moment. */
const budget = 100_000;
/** The same for all problems of a document together. */
const budgetOfAll = 2 * budget;

/** How much more it costs to look at a node with the rules and to write an edit than to infer it. */
const costOfLint = 4;

/** Problems of the wires themselves, which no other layers and sizes solve. */
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

/** A document with its text. */
export interface FixedDocument {
  readonly text: string;
  readonly typed: TypedGraph;
  readonly facts: DataFacts;
}

/**
 * The edits that solve a problem of shapes, best first. Each was tried on the document: afterwards its node is in order.
 * Where no single edit helps, pairs of them are tried: a convolution's padding and then a projection. Those that
 * break what was in order are left out where there are others; first come those which are named first in `remedies`, then
 * those after which nothing behind the node is found to be wrong, then those which add fewer parameters. Of warnings of
 * the wires, the fixes that their rule has and that help. Other problems have the fixes that they came with, if any.
 */
export function findFixes(document: FixedDocument, problem: FixableProblem): readonly Fix[] {
  return problem.fixes ?? fixesOf(document, problem, { left: budget });
}

/** Problems with their fixes, where there are any; of very many, the first ones get theirs. */
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
  // Applying reads the whole document again: only what is shown is applied.
  const found: Fix[] = [];
  for (const { title, edit, parameters } of ranked) {
    if (found.length === most) break;
    if ("edits" in applyEdit(document.text, edit)) found.push({ title, edit, parameters });
  }
  return found;
}

/** What removes a warning of the wires and brings no error and no other warning. */
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
  // What parsing found is about a word in the text; inference's own problems are about shapes.
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

/** What trying may still cost. */
interface Trial {
  left: number;
}

/** A graph after an edit. */
interface Attempt {
  readonly typed: TypedGraph;
  readonly facts: DataFacts;
  readonly title: string;
  readonly edit: GraphEdit;
  /** The place of its remedy in the list. */
  readonly rank: number;
  /** Whether the node is in order now. */
  readonly solved: boolean;
}

function attemptsAt(trial: Trial, conflict: Conflict): Attempt[] {
  const seen = new Set<string>();
  const leavesTargets = targetGuard(conflict.typed, conflict.node.node.id);
  return remedies.flatMap((remedy, rank) =>
    remedy(conflict).flatMap(({ title, edit, renumbers = false, facts = conflict.facts }) => {
      const key = JSON.stringify(edit);
      if (seen.has(key) || trial.left <= 0 || !(renumbers || leavesTargets(edit))) return [];
      seen.add(key);
      const graph = editGraph(conflict.typed.graph, edit);
      if (!graph) return [];
      trial.left -= sizeOfGraph(graph);
      const typed = infer(graph, facts);
      const node = typed.nodes.get(conflict.node.node.id);
      // A parameter that is not valid leaves its node silent and without outputs.
      const solved = Object.keys(node?.outputs ?? {}).length > 0;
      return [{ typed, facts, title, edit, rank, solved }];
    }),
  );
}

/**
 * Second edits after first ones that changed what arrives at the node but left it in trouble. Other axes for the same
 * numbers are no step towards anything.
 */
function pairs(trial: Trial, conflict: Conflict, firsts: readonly Attempt[]): Attempt[] {
  const before = showWires(conflict);
  const found: Attempt[] = [];
  const isStep = ({ rank }: Attempt) => remedies[rank] !== reshape;
  for (const first of firsts.filter(isStep).slice(0, mostFirsts)) {
    const problem = first.typed.problems.find(({ node }) => node === conflict.node.node.id);
    const next = problem && conflictOf(first.typed, first.facts, problem);
    if (!next || showWires(next) === before) continue;
    for (const second of attemptsAt(trial, next)) {
      if (!second.solved || !isStep(second)) continue;
      found.push({
        ...second,
        ...inARow(first, second),
        rank: first.rank * remedies.length + second.rank,
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

/** Of several values for one parameter of one node, and of one row of layers on one wire, the first. */
function firstOfEach<T extends { readonly edit: GraphEdit }>(fixes: readonly T[]): T[] {
  const kept = new Map<string, T>();
  for (const fix of fixes) {
    const key = placeOf(fix.edit);
    if (!kept.has(key)) kept.set(key, fix);
  }
  return [...kept.values()];
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
