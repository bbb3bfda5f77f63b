import { t } from "@vscode/l10n";
import { findOnPage, topPage } from "../../../engine/graph/page";
import type { Problem } from "../../../engine/graph/problem";
import type { WireView } from "../model/wireView";
import { selectedNodes, type CanvasState } from "./canvasState";
import type { Canvas } from "./createCanvas";
import { memberOf, selectedPage, wiresAround } from "./scopes";

/** Goes to the next problem, or to the one before: as in VS Code, errors come first, then the order of the text counts. */
export function goToProblem(canvas: Canvas, step: 1 | -1): void {
  const { problems, visited } = canvas.get();
  const listed = inOrder(problems);
  const count = listed.length;
  if (count === 0) {
    canvas.say(t("There are no problems."));
    return;
  }
  const at = visited === undefined ? -1 : listed.findIndex((problem) => isSame(problem, visited));
  // One that has been solved has left its place to the one after it.
  const after = visited === undefined ? 0 : listed.filter((problem) => order(problem, visited) < 0).length;
  const next = step === 1 ? (at < 0 ? after : at + 1) : (at < 0 ? after : at) - 1;
  const found = listed[(next + count) % count];
  if (found) showProblem(canvas, found);
}

/** Opens the page that a problem is on, selects its node and its wire there, and shows the inspector, which has its message. */
export function showProblem(canvas: Canvas, problem: Problem): void {
  const { message, range, setting, block } = problem;
  canvas.set({ visited: problem });
  if (canvas.get().broken) {
    // What is drawn is an earlier text.
    canvas.say(message);
    canvas.post({ kind: "reveal", ...range });
    return;
  }
  selectSubject(canvas, problem);
  const wire = selectWire(canvas, problem);
  const { panels, problems } = canvas.get();
  if (!panels.inspector) canvas.set({ panels: { ...panels, inspector: true } });
  const nodes = selectedNodes(canvas.get());
  const listed = inOrder(problems);
  const index = listed.findIndex((other) => isSame(other, problem));
  // What has no form of its own, and what only the engine found, is said nowhere else.
  const isInForm = nodes.length > 0 || wire !== undefined || setting !== undefined || block !== undefined;
  if (index < 0 || !isInForm) canvas.say(message);
  else canvas.say(t("Problem {0} of {1}", index + 1, listed.length), message);
  canvas.set({ sought: { nodes: nodes.length > 0 || !wire ? nodes : [wire.from.node, wire.to.node] } });
}

function selectSubject(canvas: Canvas, { node, block, member, setting }: Problem): void {
  const { typed, page } = canvas.get();
  if (node !== undefined && typed && findOnPage(typed, node)) canvas.selectPaths([node]);
  else {
    const nodes = member === undefined ? [] : [member];
    if (page?.block?.name === block) canvas.select(nodes);
    else canvas.open(block === undefined ? topPage : { path: "", block }, nodes);
  }
  const [first, objective] = setting?.split(".") ?? [];
  if (first === "objectives" && objective !== undefined) canvas.set({ openObjective: objective });
}

/** Selects the wire that a problem is about, beside the node that has it, if that is on the same page. */
function selectWire(canvas: Canvas, { edge, block }: Problem): WireView | undefined {
  const state = canvas.get();
  if (edge === undefined || selectedPage(state)?.block?.name !== block) return undefined;
  const [node = ""] = selectedNodes(state);
  const wire = [...wiresAround(state, node).values()].find(({ index }) => index === edge);
  if (wire)
    canvas.set({
      edges: state.edges.map((each) => (each.id === wire.id ? { ...each, selected: true } : each)),
    });
  return wire;
}

/** The wire that is selected, if nothing else is. */
export function selectedWire({ nodes, edges }: Pick<CanvasState, "nodes" | "edges">): WireView | undefined {
  const [edge, second] = edges.filter(({ selected }) => selected);
  return second || nodes.some(({ selected }) => selected) ? undefined : edge?.data?.wire;
}

/** What is wrong with a wire. */
export function problemsOfWire(
  { problems, ...state }: Pick<CanvasState, "problems" | "page" | "frames">,
  { index, from }: WireView,
): readonly Problem[] {
  const block = memberOf(state, from.node)?.page.block?.name;
  return problems.filter((problem) => problem.edge === index && problem.block === block);
}

/** The problems that can be gone to. */
function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ code }) => code !== "more-problems").sort(order);
}

function order(a: Problem, b: Problem): number {
  const rank = ({ severity }: Problem) => (severity === "error" ? 0 : 1);
  return rank(a) - rank(b) || a.range.offset - b.range.offset;
}

/** Whether two problems are the same, in texts that may differ elsewhere. */
function isSame(a: Problem, b: Problem): boolean {
  return a.code === b.code && a.message === b.message && a.node === b.node && a.block === b.block;
}
