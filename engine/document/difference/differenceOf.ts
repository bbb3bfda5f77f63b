import type { Graph } from "../../graph/graph";
import { dataOfGraph, type BlockData, type DocumentData, type ScopeData } from "../documentData";
import { editGraph } from "../editGraph";
import { findRenames } from "./findRenames";
import type { BlockDifference, Changed, ModelDifference, Renaming, ScopeDifference } from "./ModelDifference";
import { isSame, valueChanges } from "./valueChanges";
import { wiresByInput } from "./wiresByInput";

/** What differs between two documents, by what they say: spaces and the order of members do not count. */
export function differenceOf(before: Graph, after: Graph): ModelDifference {
  const { graph, renamed } = withNewNames(before, after);
  const [old, now] = [dataOfGraph(graph), dataOfGraph(after)];
  const inBoth = Object.keys(old.blocks).filter((name) => Object.hasOwn(now.blocks, name));
  const objectives = changed(objectivesOf(old), objectivesOf(now));
  return {
    renamed,
    ...scopeDifference(graph, after, undefined, old, now),
    blocks: {
      added: without(now.blocks, old.blocks),
      removed: without(old.blocks, now.blocks),
      changed: Object.fromEntries(
        inBoth.flatMap((name): [string, BlockDifference][] => {
          const [was, is] = [old.blocks[name], now.blocks[name]];
          const found = was && is && blockDifference(graph, after, name, was, is);
          return found && !isEmpty(found) ? [[name, found]] : [];
        }),
      ),
    },
    training: valueChanges(old.training, now.training),
    ...(objectives && { objectives }),
  };
}

/** Whether two documents are the same model, perhaps with other positions. */
export function isSameModel({ renamed, blocks, training, objectives, ...scope }: ModelDifference): boolean {
  const inside = Object.values(blocks.changed);
  return (
    renamed.length === 0 &&
    training.length === 0 &&
    !objectives &&
    isEmpty(blocks.added) &&
    isEmpty(blocks.removed) &&
    [scope, ...inside].every((each) => isEmpty({ ...each, layout: [] }))
  );
}

/** The first document after its nodes are renamed that have only got another name. */
function withNewNames(before: Graph, after: Graph): { graph: Graph; renamed: readonly Renaming[] } {
  let graph = before;
  const renamed: Renaming[] = [];
  for (const block of [undefined, ...before.blocks.keys()])
    for (const renaming of findRenames(graph, after, block)) {
      const { from, to } = renaming;
      const next = editGraph(graph, {
        kind: "rename",
        node: from,
        to,
        ...(block !== undefined && { block }),
      });
      if (!next) continue;
      graph = next;
      renamed.push(renaming);
    }
  return { graph, renamed };
}

function scopeDifference(
  before: Graph,
  after: Graph,
  block: string | undefined,
  old: ScopeData,
  now: ScopeData,
): ScopeDifference {
  const changes = Object.entries(now.nodes).flatMap(([id, members]) => {
    const was = Object.hasOwn(old.nodes, id) ? old.nodes[id] : undefined;
    const found = was ? valueChanges(was, members) : [];
    return found.length > 0 ? [[id, found] as const] : [];
  });
  const [wired, wires] = [wiresByInput(before, block), wiresByInput(after, block)];
  return {
    added: without(now.nodes, old.nodes),
    removed: without(old.nodes, now.nodes),
    changed: Object.fromEntries(changes),
    wires: [...new Set([...wired.keys(), ...wires.keys()])]
      .map((to) => ({ to, before: wired.get(to) ?? [], after: wires.get(to) ?? [] }))
      .filter((wire) => !isSame(wire.before, wire.after)),
    layout: valueChanges(old.layout, now.layout),
  };
}

function blockDifference(
  before: Graph,
  after: Graph,
  name: string,
  old: BlockData,
  now: BlockData,
): BlockDifference {
  const inputs = changed(old.inputs, now.inputs);
  const outputs = changed(old.outputs, now.outputs);
  return {
    ...scopeDifference(before, after, name, old, now),
    parameters: valueChanges(old.parameters, now.parameters),
    ...(inputs && { inputs }),
    ...(outputs && { outputs }),
  };
}

/** Both values, if they differ. */
function changed<T>(before: T, after: T): Changed<T> | undefined {
  return isSame(before, after) ? undefined : { before, after };
}

function objectivesOf({ training: { objectives } }: DocumentData): readonly string[] {
  return typeof objectives === "object" && objectives !== null ? Object.keys(objectives) : [];
}

function without<T>(all: Readonly<Record<string, T>>, others: object): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !Object.hasOwn(others, name)));
}

/** Whether nothing is in any of an object's lists and records, or in the object itself. */
function isEmpty(object: object): boolean {
  return Object.values(object).every(
    (value) => typeof value === "object" && value !== null && Object.keys(value as object).length === 0,
  );
}
