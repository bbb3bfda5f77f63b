import type { NodePath } from "../tensor/path";
import type { TextRange } from "./problem";
import type { Sharing } from "./sharing";

/** Nodes and the wires between them, as one page of the canvas shows them: the document's own, or a block's. */
export interface Scope {
  /** In the document's order. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  readonly layout: Readonly<Record<string, readonly [number, number]>>;
  readonly unread: Unread;
  /** Ranges for problems that have no better one. */
  readonly places: { readonly nodes: TextRange; readonly edges: TextRange };
}

/** The parsed document. Everything has its position in the text, so that problems found later have a range. */
export interface Graph extends Scope {
  /** By name, in the document's order. */
  readonly blocks: ReadonlyMap<string, Block>;
  readonly training: Training;
  /** The contents of `training` as written, including wrong values. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly places: Scope["places"] & {
    readonly document: TextRange;
    readonly training: TextRange;
    /** The range of each setting's value; within `objectives` dotted: `objectives.generator.losses.0`. */
    readonly settings: Readonly<Record<string, TextRange>>;
  };
}

/** A network with a name, which nodes of the document can be instances of. */
export interface Block extends Scope {
  readonly name: string;
  /** The defaults; a parameter whose default is null must be given. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: readonly BlockPort[];
  readonly outputs: readonly BlockPort[];
  readonly places: Scope["places"] & {
    /** The key, which is the name. */
    readonly name: TextRange;
    /** The range of each parameter's key. */
    readonly parameters: Readonly<Record<string, TextRange>>;
  };
}

/** An end of wires inside a block, and a port of its instances. */
export interface BlockPort {
  readonly name: string;
  /** An input that need not be connected: without a wire, the wires from it inside the block are not there. */
  readonly optional: boolean;
  readonly place: TextRange;
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
  readonly id: NodePath;
  /** The name of a layer or block as written; it may be unknown. */
  readonly type: string;
  /** How many instances are put one behind the other, as written: a number or an expression. */
  readonly repeat?: unknown;
  /** Whether its first output is its first input, as if the node were not there. Undefined if that is not written. */
  readonly bypass?: boolean;
  /** The parameters as written, without the words that every node may have; defaults are not filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly places: {
    /** The key, which is the id. */
    readonly id: TextRange;
    /** The value of the `"id": { … }` entry. */
    readonly node: TextRange;
    readonly type: TextRange;
    /** The range of each parameter's value, and of `repeat` and `bypass`. */
    readonly params: Readonly<Record<string, TextRange>>;
    /** The ranges of values about sharing: of `weightsOf`, and of `weightsOf.weight` inside it. */
    readonly sharing?: Readonly<Record<string, TextRange>>;
  };
  /** For a node of an expanded graph that is written in a block: where, and for which instance it was made. */
  readonly origin?: Origin;
}

export interface Origin {
  readonly block: string;
  /** Its id in the block. */
  readonly id: string;
  /** The values of the block's parameters, and of `index`. */
  readonly values: ReadonlyMap<string, unknown>;
}

/** `from.port -> to.port`; if there is no port, the only or first one. */
export interface GraphEdge {
  readonly index: number;
  /** For a wire of an expanded graph: the index in the `edges` that it is written in, and their block. */
  readonly origin?: { readonly block: string | undefined; readonly index: number };
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
  /** The figure that decides which epoch is the best: `validation.accuracy`. Undefined for `defaultWatchOf`. */
  readonly watch?: string;
  /** The decay of the moving average of the weights; undefined: there is none. */
  readonly ema?: number;
  /** Epochs without improvement of the watched figure after which the run ends; undefined: never. */
  readonly patience?: number;
  /** Batches whose gradients are added for one update. */
  readonly accumulate: number;
  /** In the order in which a step runs them; empty if there is only the implicit one: see `objectivesOf`. */
  readonly objectives: readonly NamedObjective[];
}

/** What is minimised, by changing which weights, how and when. Settings that are not written are those of `training`. */
export interface Objective {
  /** Undefined for the implicit objective of a document without `objectives`. */
  readonly name?: string;
  /** The losses' nodes; undefined for all. */
  readonly losses?: readonly NodePath[];
  /** The nodes whose weights it changes, or the blocks that contain them; undefined for all that its losses reach. */
  readonly updates?: readonly NodePath[];
  /** Factors of its losses, by node; the others count once. */
  readonly weights: Readonly<Record<NodePath, number>>;
  /** How often it runs in one training step, each time on another batch. */
  readonly steps: number;
  readonly optimizer: TypedValue;
  readonly schedule?: TypedValue;
  readonly warmup: number;
  readonly clipping?: TypedValue;
  /** The first and the last epoch in which it runs, from 1; undefined for all. */
  readonly epochs?: readonly [first: number, last: number];
}

/** An objective written under `training.objectives`. */
export interface NamedObjective extends Objective {
  readonly name: string;
  readonly losses: readonly NodePath[];
}

/** A type from a registry with its parameters, defaults filled in. */
export type TypedValue = { readonly type: string } & Readonly<Record<string, unknown>>;
