import type { BlockData, PortData } from "../documentData";
import type { Members } from "../editedMembers";

/** A value that differs; undefined where there is none. */
export interface ValueChange {
  /** The names that lead to it: `["optimizer", "learningRate"]`. */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The wires into an input, in their order, which some layers depend on. */
export interface WireChange {
  /** `add`, `add.other`; the name of a node's first input is left out, as is that of its first output in the sources. */
  readonly to: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What differs between the nodes and wires of two documents, or of two versions of a block. */
export interface ScopeDifference {
  /** By their names; what they say, as it is written. */
  readonly added: Readonly<Record<string, Members>>;
  readonly removed: Readonly<Record<string, Members>>;
  readonly changed: Readonly<Record<string, readonly ValueChange[]>>;
  readonly wires: readonly WireChange[];
  /** Positions, by node: they do not change the model. */
  readonly layout: readonly ValueChange[];
}

export interface BlockDifference extends ScopeDifference {
  readonly parameters: readonly ValueChange[];
  readonly inputs?: Changed<readonly PortData[]>;
  readonly outputs?: Changed<readonly string[]>;
}

/**
 * What makes one document the other. Nodes that have only got another name are renamed first, and what is said of the
 * others is meant under the new names.
 */
export interface ModelDifference extends ScopeDifference {
  readonly renamed: readonly Renaming[];
  readonly blocks: {
    readonly added: Readonly<Record<string, BlockData>>;
    readonly removed: Readonly<Record<string, BlockData>>;
    readonly changed: Readonly<Record<string, BlockDifference>>;
  };
  readonly training: readonly ValueChange[];
  /** The order of the objectives, which is that in which they run. */
  readonly objectives?: Changed<readonly string[]>;
}

export interface Renaming {
  /** The block that the node is in; the document itself if absent. */
  readonly block?: string;
  readonly from: string;
  readonly to: string;
}

export interface Changed<T> {
  readonly before: T;
  readonly after: T;
}
