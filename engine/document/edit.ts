import { documentLimits } from "../graph/documentLimits";
import { edgePattern } from "../graph/edgeText";
import type { Guard, Guarded } from "./guard";
import { json, listOf, matching, object, oneOfKinds, optional, pair, recordOf, text, whole } from "./guard";
import { idPattern } from "../graph/idPattern";
import { nodePathPattern } from "../graph/sharing";

const identifier = matching(idPattern);

/** The name of a node as it may occur in a document. */
export const nodeName: Guard<string> = (value): value is string =>
  identifier(value) && value.length <= documentLimits.name && !(value in Object.prototype);

/** A setting, or the path of a loss that has a factor. */
const settingName = matching(/^[A-Za-z_]\w*(?:\/\w+)*$/);
const wire = matching(edgePattern);
/** Wires by their index in `edges`. */
const wires = listOf(whole(), documentLimits.edges);
export const nodeNames = listOf(nodeName, documentLimits.nodes);
/** The path of a node: its name, after those of the instances that it is in, with indices of repetitions between. */
export const nodePath: Guard<string> = (value): value is string =>
  text(value) &&
  nodePathPattern.test(value) &&
  value.split("/").every((part) => nodeName(part) || repetition(part));
const repetition = matching(/^\d{1,9}$/);
export const nodePaths = listOf(nodePath, documentLimits.nodes);
const layout = recordOf(nodeName, pair);

/** The block that an edit changes, instead of the document's own nodes; wires are counted in its `edges`. */
const block = optional(nodeName);

const shortPath = listOf(settingName, 2);
const longPath = listOf(settingName, 4);
/** Only the settings of objectives are nested more than twice. */
const settingPath: Guard<readonly string[]> = (value): value is readonly string[] =>
  shortPath(value) || (longPath(value) && value[0] === "objectives");

const truth: Guard<boolean> = (value) => typeof value === "boolean";
/** What is written in a block; the parser reads the rest. */
const definition = (value: unknown): value is Readonly<Record<string, unknown>> =>
  json(value) && typeof value === "object" && value !== null && !Array.isArray(value);
/** An input or output of a block, as it is written. */
const port = (value: unknown): value is string | { readonly name: string; readonly optional?: boolean } =>
  nodeName(value) || portObject(value);
const portObject = object({ name: nodeName, optional: optional(truth) });
const ports = listOf(port, documentLimits.nodes);

const singleEdits = {
  /**
   * Adds nodes (palette, paste) with their wires and positions. Ids must be free. `replaces`: the wires that the new
   * ones replace, for a node inserted into a wire. `blocks`: definitions of blocks that are added too, by their names.
   */
  add: {
    nodes: listOf(
      object({ id: nodeName, type: identifier, params: optional(recordOf(text, json)) }),
      documentLimits.nodes,
    ),
    edges: optional(listOf(wire, documentLimits.edges)),
    layout: optional(layout),
    replaces: optional(wires),
    blocks: optional(recordOf(nodeName, definition)),
    block,
  },
  /** Removes nodes, their wires and positions, and further wires. */
  remove: { nodes: nodeNames, edges: optional(wires), block },
  /**
   * Sets a parameter, or what else a node says, such as `repeat`; undefined removes it, so that the default applies.
   * `type` changes the layer or block.
   */
  param: { node: nodeName, name: identifier, value: optional(json), block },
  rename: { node: nodeName, to: nodeName, block },
  /** Adds a wire (`a.port -> b.port`); `replaces` is the index of a wire to replace. */
  connect: { edge: wire, replaces: optional(whole()), block },
  /** Moves nodes; positions are rounded to whole numbers. */
  move: { layout, block },
  /** Makes the nodes a new block `name`, and puts its instance `id` in their place. */
  wrap: { nodes: nodeNames, name: nodeName, id: nodeName, block },
  /** Puts the nodes inside an instance, or the repetitions of a layer, in its place; the block remains. */
  unwrap: { node: nodeName, block },
  addBlock: { block: nodeName, definition },
  renameBlock: { block: nodeName, to: nodeName },
  /** Removes a block that has no instances. */
  removeBlock: { block: nodeName },
  /** Makes a parameter of a node inside a parameter of the block, whose default is the present value. */
  promote: { block: nodeName, node: nodeName, param: identifier, name: nodeName },
  /** Adds a parameter to a block, or changes its default; undefined removes one that is not used. */
  setParameter: { block: nodeName, name: nodeName, value: optional(json) },
  /** Renames a parameter of a block, in its expressions and at all of its instances. */
  renameParameter: { block: nodeName, name: nodeName, to: nodeName },
  /**
   * Replaces the inputs or outputs of a block. Ports whose names stay keep their wires, inside and at the instances; of
   * the others, the first new name is the first missing one's, and so on. Wires of removed ports are removed.
   */
  setPorts: { block: nodeName, inputs: optional(ports), outputs: optional(ports) },
  /**
   * Sets a value under `training`, such as `["optimizer", "learningRate"]` or `["objectives", "generator", "steps"]`;
   * undefined removes it.
   */
  training: { path: settingPath, value: optional(json) },
  /** Renames an objective, also in `watch`. */
  renameObjective: { objective: text, to: nodeName },
  /** Moves an objective before or behind others; `to` is its new place among all of them, from 0. */
  moveObjective: { objective: text, to: whole() },
};

const singleEdit = oneOfKinds(singleEdits);

/** How many edits one gesture may combine: each is applied to the whole text. */
const mostTogether = 200;

/** Whether a value is an edit, as far as can be checked without the document. */
export const graphEdit = oneOfKinds({
  ...singleEdits,
  /** Several edits, one after the other, as one. */
  all: { edits: listOf(singleEdit, mostTogether) },
});

/** An edit that is not a combination of others. */
export type SingleEdit = Guarded<typeof singleEdit>;

/**
 * What the user does to the graph, as data. `applyEdit` turns it into minimal text edits of the document; one edit is
 * one undo step.
 */
export type GraphEdit = Guarded<typeof graphEdit>;

/** Replaces `length` code units at `offset` of the old text. Lists of these are in order and do not overlap. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}
