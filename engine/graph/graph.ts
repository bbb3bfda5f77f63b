import type { TextRange } from "./problem";
import type { Sharing } from "./sharing";

/** The parsed document. Everything has its position in the text, so that problems found later have a range. */
export interface Graph {
  /** In the document's order. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  readonly training: Training;
  /** The contents of `training` as written, including wrong values. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly layout: Readonly<Record<string, readonly [number, number]>>;
  readonly unread: Unread;
  /** Ranges for problems that have no better one. */
  readonly places: {
    readonly document: TextRange;
    readonly nodes: TextRange;
    readonly edges: TextRange;
    readonly training: TextRange;
    /** The range of each setting's value. */
    readonly settings: Readonly<Record<string, TextRange>>;
  };
}

/**
 * What could not be read and is left out. It has been reported, so what is missing because of it is not reported again.
 */
export interface Unread {
  /** Ids of nodes. */
  readonly nodes: ReadonlySet<string>;
  /** Words in wires, including the names of nodes. */
  readonly wires: ReadonlySet<string>;
}

export interface GraphNode extends Sharing {
  readonly id: string;
  /** The layer type as written; it may be unknown. */
  readonly type: string;
  /** The parameters as written, without `type` and what is said about sharing; defaults are not filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly places: {
    /** The key, which is the id. */
    readonly id: TextRange;
    /** The value of the `"id": { … }` entry. */
    readonly node: TextRange;
    readonly type: TextRange;
    /** The range of each parameter's value. */
    readonly params: Readonly<Record<string, TextRange>>;
    /** The ranges of values about sharing: of `weightsOf`, and of `weightsOf.weight` inside it. */
    readonly sharing?: Readonly<Record<string, TextRange>>;
  };
}

/** `from.port -> to.port`; if there is no port, the only or first one. */
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
  /** Undefined if chosen from the data: see `defaultEpochs`. */
  readonly epochs?: number;
  /** Samples per step; "all" is batch gradient descent. Undefined if chosen from the data: see `defaultBatchSize`. */
  readonly batchSize?: number | "all";
  /** Leaves out an epoch's last batch if it is smaller than the others. */
  readonly dropLast: boolean;
  readonly seed: number;
  /** Number of steps over which the learning rate rises to its full value. */
  readonly warmup: number;
  readonly optimizer: TypedValue;
  readonly schedule?: TypedValue;
  readonly clipping?: TypedValue;
  readonly metrics: readonly string[];
  /** The figure that decides which epoch is the best: `validation.accuracy`. Undefined for the default, `defaultWatch`. */
  readonly watch?: string;
  /** Epochs without improvement of the watched figure after which the run ends; undefined: never. */
  readonly patience?: number;
}

/** A type from a registry with its parameters, defaults filled in. */
export type TypedValue = { readonly type: string } & Readonly<Record<string, unknown>>;
