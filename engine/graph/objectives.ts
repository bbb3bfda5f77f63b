import { withOwners, type NodePath } from "../tensor/path";
import type { Objective, Training } from "./graph";
import { neededPart } from "./neededPart";
import type { TypedGraph } from "./typedGraph";

/** The objectives of a step, in their order: those written, or the implicit one. */
export function objectivesOf(training: Training): readonly Objective[] {
  const { objectives, optimizer, schedule, warmup, clipping } = training;
  return objectives.length > 0
    ? objectives
    : [{ weights: {}, steps: 1, optimizer, schedule, warmup, clipping }];
}

/** Whether an objective changes the weights of a node, if its losses reach them. */
export function updatesOf({ updates }: Pick<Objective, "updates">): (node: NodePath) => boolean {
  if (!updates) return () => true;
  const named = new Set(updates);
  return (node) => withOwners(node).some((path) => named.has(path));
}

/** Whether an objective runs in an epoch (from 1). */
export function runsIn({ epochs }: Objective, epoch: number): boolean {
  return !epochs || (epochs[0] <= epoch && epoch <= epochs[1]);
}

/** The first epoch (from 1) in which no objective runs; undefined if there is none. */
export function uncoveredEpoch(objectives: readonly Objective[], epochs: number): number | undefined {
  const windows = objectives.flatMap(({ epochs: window }) => (window ? [window] : []));
  if (windows.length < objectives.length) return undefined;
  windows.sort(([a], [b]) => a - b);
  let next = 1;
  for (const [first, last] of windows) {
    if (first > next) break;
    next = Math.max(next, last + 1);
  }
  return next <= epochs ? next : undefined;
}

/** The last epoch of any window; undefined if an objective runs in all epochs. */
export function lastWindowEpoch(objectives: readonly Objective[]): number | undefined {
  const ends = objectives.map(({ epochs }) => epochs?.[1] ?? Infinity);
  const last = ends.reduce((latest, end) => Math.max(latest, end), 0);
  return Number.isFinite(last) ? last : undefined;
}

/** The part of a graph that an objective's losses depend on; all of it for the implicit objective. */
export function objectiveGraph(typed: TypedGraph, { losses }: Pick<Objective, "losses">): TypedGraph {
  if (!losses) return typed;
  return neededPart(
    typed,
    losses.filter((loss) => typed.nodes.has(loss)),
  );
}

/** The part of a graph that training runs: what some objective's losses depend on. */
export function trainedGraph(typed: TypedGraph): TypedGraph {
  const { objectives } = typed.graph.training;
  if (objectives.length === 0) return typed;
  return objectiveGraph(typed, { losses: objectives.flatMap(({ losses }) => losses) });
}
