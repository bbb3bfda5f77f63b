import type { TextRange } from "./problem";

/** The parsed document. Everything keeps its place in the text, so that every later problem has a range. */
export interface Graph {
  /** In the document's order. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  readonly training: Training;
  /** What stands under `training` as it is written, wrong values included. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly layout: Readonly<Record<string, readonly [number, number]>>;
  readonly unread: Unread;
  /** The whole text's places that problems without a better one use. */
  readonly places: {
    readonly document: TextRange;
    readonly nodes: TextRange;
    readonly edges: TextRange;
    readonly training: TextRange;
    /** The value of each setting that is written. */
    readonly settings: Readonly<Record<string, TextRange>>;
  };
}

/** What could not be read and is left out: that has been reported, so what lacks for it is no problem of its own. */
export interface Unread {
  /** Ids of nodes. */
  readonly nodes: ReadonlySet<string>;
  /** Words of wires, the names of nodes among them. */
  readonly wires: ReadonlySet<string>;
}

export interface GraphNode {
  readonly id: string;
  /** The layer type as written; it may be unknown. */
  readonly type: string;
  /** The parameters as written, without `type`; defaults are not filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly places: {
    /** The id's key. */
    readonly id: TextRange;
    /** The whole `"id": { … }` entry's value. */
    readonly node: TextRange;
    readonly type: TextRange;
    /** The value of each parameter that is written. */
    readonly params: Readonly<Record<string, TextRange>>;
  };
}

/** `from.port -> to.port`; an absent port is the only or first one. */
export interface GraphEdge {
  readonly index: number;
  readonly from: EdgeEnd;
  readonly to: EdgeEnd;
  readonly place: TextRange;
}

export interface EdgeEnd {
  readonly node: string;
  readonly port?: string;
  /** `node.port` within the edge's text. */
  readonly place: TextRange;
}

export interface Training {
  /** Undefined where it follows from the data: see `defaultEpochs`. */
  readonly epochs?: number;
  /** Samples per step; "all" is batch gradient descent. Undefined where it follows from the data: see `defaultBatchSize`. */
  readonly batchSize?: number | "all";
  /** Leaves out the smaller batch at an epoch's end. */
  readonly dropLast: boolean;
  readonly seed: number;
  /** Steps in which the learning rate rises to its full size. */
  readonly warmup: number;
  readonly optimizer: TypedValue;
  readonly schedule?: TypedValue;
  readonly clipping?: TypedValue;
  readonly metrics: readonly string[];
}

/** A type of a registry with its parameters, defaults filled in. */
export type TypedValue = { readonly type: string } & Readonly<Record<string, unknown>>;
