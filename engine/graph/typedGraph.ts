import type { Domain } from "../layers/domain";
import type { Layer, Port, Weight } from "../layers/layer";
import type { Range } from "../layers/range";
import type { Graph, GraphNode } from "./graph";
import type { GraphType } from "./graphType";
import type { Problem } from "./problem";

/** What a file-backed Dataset turned out to hold; asked of the engine, since inference reads no files. */
export interface DatasetFacts {
  readonly ports: Readonly<Record<string, PortFacts>>;
  readonly samples: number;
}

/** What is known of one port's values without loading them. */
export interface PortFacts {
  /** Of one sample. */
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly classes?: number;
  /** In the order of their numbers, where the data name them. */
  readonly classNames?: readonly string[];
  /**
   * No value of any sample, trained on or kept for validation, lies outside. Read off the file for tables and labels,
   * where the bounds occur; what the format or the generator promises elsewhere. Absent: not known.
   */
  readonly range?: {
    readonly low: number;
    readonly high: number;
    /** The first samples, from 0, that have them; only where they occur. */
    readonly lowAt?: number;
    readonly highAt?: number;
    /** The lines of the file where those stand, from 1; of tables. */
    readonly lowLine?: number;
    readonly highLine?: number;
  };
  /** Whether every value is a whole number; absent: not known. */
  readonly whole?: boolean;
  /** Classes that no sample to train on has, where there are any; at most ten. */
  readonly untrained?: readonly UntrainedClass[];
}

/** A class that nothing is trained on. */
export interface UntrainedClass {
  readonly class: number;
  /** Samples of it, all of them held out for validation. */
  readonly validation: number;
}
/** By node id. */
export type DataFacts = Readonly<Record<string, DatasetFacts>>;

/** A node whose layer is known. Types are absent where a problem upstream or here hides them. */
export interface TypedNode {
  readonly node: GraphNode;
  readonly layer: Layer;
  /** With defaults filled in and pairs spread; undefined while a parameter is wrong. */
  readonly params: Readonly<Record<string, unknown>> | undefined;
  readonly inputPorts: readonly Port[];
  readonly outputPorts: readonly Port[];
  /** What arrives at each input, in the document's edge order; several only at a `many` port. */
  readonly incoming: Readonly<Record<string, readonly Source[]>>;
  readonly inputs: Readonly<Record<string, readonly GraphType[]>>;
  readonly outputs: Readonly<Record<string, GraphType>>;
  /** Where the outputs' numbers lie; absent where types are. */
  readonly ranges: Readonly<Record<string, Range>>;
  /** The values that inputs take, where not any number is; empty while shapes are unknown. */
  readonly domains: Readonly<Record<string, Domain>>;
  /** By PyTorch's name; empty while shapes are unknown. */
  readonly weights: Readonly<Record<string, Weight>>;
  /** Trainable numbers in this node. */
  readonly parameterCount: number;
  /** Multiply-adds for one sample, forward. */
  readonly multiplyAdds: number;
  /** Numbers of one sample that wait for the backward pass beside the outputs. */
  readonly kept: number;
}

export interface Source {
  readonly node: string;
  readonly port: string;
  /** Index in the document's `edges`. */
  readonly edge: number;
}

export interface TypedGraph {
  readonly graph: Graph;
  /** Sources first; nodes of a cycle come last, in the document's order. */
  readonly order: readonly string[];
  readonly nodes: ReadonlyMap<string, TypedNode>;
  /** Those of inference; parsing has its own. */
  readonly problems: readonly Problem[];
  readonly parameterCount: number;
  readonly multiplyAdds: number;
}
