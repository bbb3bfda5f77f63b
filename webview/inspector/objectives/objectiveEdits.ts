import type { GraphEdit, SingleEdit } from "../../../engine/document/edit";
import { freeId } from "../../../engine/document/newNode";
import { watchesObjective } from "../../../engine/graph/figures";
import type { TypedGraph } from "../../../engine/graph/typedGraph";
import type { NodePath } from "../../../engine/tensor/path";
import { withOwners } from "../../../engine/tensor/path";
import { writtenObjectives, type WrittenObjective } from "./writtenObjectives";

/** The paths of a document's losses, also those in blocks, in its order. */
export function lossesOf({ flat, nodes }: Pick<TypedGraph, "flat" | "nodes">): NodePath[] {
  return [...flat.nodes.keys()].filter((path) => nodes.get(path)?.layer.objective !== undefined);
}

export interface Added {
  readonly name: string;
  readonly edit: GraphEdit;
}

/** Another objective: of the losses that no other minimises or, if there are none, of all. */
export function addObjective(typed: TypedGraph): Added {
  const written = writtenObjectives(typed.graph);
  const used = new Set(written.flatMap(({ losses }) => losses));
  const losses = lossesOf(typed);
  const left = losses.filter((loss) => !used.has(loss));
  const name = freeId(new Set(written.map((objective) => objective.name)), "objective");
  return { name, edit: set([name], { losses: left.length > 0 ? left : losses }) };
}

/** An objective for each loss, under the loss's name. */
export function onePerLoss(typed: TypedGraph): GraphEdit {
  const taken = new Set<string>();
  const objectives = lossesOf(typed).map((loss) => {
    const name = freeId(taken, loss.replaceAll("/", "_"));
    taken.add(name);
    return [name, { losses: [loss] }] as const;
  });
  return set([], Object.fromEntries(objectives));
}

/** The document without an objective, and without watching a figure of it. */
export function removeObjective({ graph }: Pick<TypedGraph, "graph">, name: string): GraphEdit {
  const { watch } = graph.settings;
  const isWatched = typeof watch === "string" && watchesObjective(watch, name);
  return together(set([name], undefined), ...(isWatched ? [unwatch] : []));
}

const unwatch: SingleEdit = { kind: "training", path: ["watch"] };

/** Picks a loss for an objective, or removes it and its weight. */
export function pickLoss(
  { name, losses, weights }: WrittenObjective,
  loss: NodePath,
  isPicked: boolean,
): GraphEdit {
  const others = losses.filter((other) => other !== loss);
  if (isPicked) return set([name, "losses"], [...others, loss]);
  const hasWeight = Object.hasOwn(weights, loss);
  return together(
    set([name, "losses"], others),
    ...(hasWeight ? [set([name, "weights", loss], undefined)] : []),
  );
}

/** Picks what an objective updates, instead of everything inside it, or removes it; without any it updates everything. */
export function pickUpdated(
  { name, updates }: WrittenObjective,
  path: NodePath,
  isPicked: boolean,
): GraphEdit {
  const others = updates.filter((other) => !withOwners(other).includes(path));
  const now = isPicked ? [...others, path] : others;
  return set([name, "updates"], now.length > 0 ? now : undefined);
}

/**
 * The epochs in which an objective runs, after the first or the last was set, or cleared (undefined). An end that is not
 * given is the first or the last epoch of the training; if that is so already, clearing it removes the window.
 */
export function windowWith(
  epochs: WrittenObjective["epochs"],
  end: "first" | "last",
  value: number | undefined,
  lastEpoch: number | undefined,
): readonly [number, number] | undefined {
  const first = end === "first" ? (value ?? 1) : (epochs?.[0] ?? 1);
  const given = end === "last" ? value : epochs?.[1];
  const last = given ?? Math.max(first, lastEpoch ?? first);
  const isCleared = value === undefined && (!epochs || (first === epochs[0] && last === epochs[1]));
  return isCleared ? undefined : [first, last];
}

/** The edit that sets a value under `training.objectives`; undefined removes it. */
export function set(path: readonly string[], value: unknown): SingleEdit {
  return { kind: "training", path: ["objectives", ...path], ...(value !== undefined && { value }) };
}

function together(first: SingleEdit, ...others: readonly SingleEdit[]): GraphEdit {
  return others.length === 0 ? first : { kind: "all", edits: [first, ...others] };
}
