import type { Domain } from "../layers/domain";
import type { Layer, Port, Weight } from "../layers/layer";
import type { Range } from "../layers/range";
import type { Bypassed, Expansion } from "./expansion";
import type { Graph, GraphNode } from "./graph";
import type { GraphType } from "../tensor/graphType";
import type { NodePath, Path } from "../tensor/path";
import type { Problem } from "./problem";

/** A node with a known layer. Types are absent if a problem here or upstream hides them. */
export interface TypedNode {
  readonly node: GraphNode;
  readonly layer: Layer;
  /** With defaults filled in and pairs expanded; undefined while a parameter is wrong. */
  readonly params: Readonly<Record<string, unknown>> | undefined;
  readonly inputPorts: readonly Port[];
  readonly outputPorts: readonly Port[];
  /** The sources of each input, in the document's edge order; several only at a `many` port. */
  readonly incoming: Readonly<Record<string, readonly Source[]>>;
  readonly inputs: Readonly<Record<string, readonly GraphType[]>>;
  readonly outputs: Readonly<Record<string, GraphType>>;
  /** The ranges of the outputs' values; absent while types are unknown. */
  readonly ranges: Readonly<Record<string, Range>>;
  /** The values that inputs accept, unless they accept any; empty while shapes are unknown. */
  readonly domains: Readonly<Record<string, Domain>>;
  /** By PyTorch's name; empty while shapes are unknown. */
  readonly weights: Readonly<Record<string, Weight>>;
  /** Of these, the ones that another node holds: the path of each; see `slotOf`. Absent if there are none. */
  readonly shared?: Readonly<Record<string, Path>>;
  /** Of these, the ones that are not trained but follow others: the path of the followed one of each. */
  readonly followed?: Readonly<Record<string, Path>>;
  /** Number of trainable parameters that this node holds. */
  readonly parameterCount: number;
  /** Multiply-adds for one sample, forward pass. */
  readonly multiplyAdds: number;
  /** Values per sample saved for the backward pass, besides the outputs. */
  readonly saved: number;
}

export interface Source {
  readonly node: string;
  readonly port: string;
  /** Index in the `edges` of the expanded graph: those of the document if it has no blocks. */
  readonly edge: number;
}

/** The nodes that are bypassed, and everything in bypassed instances, as they would be if they were there. */
export interface BypassedParts extends Pick<Bypassed, "instances" | "passes"> {
  /** Those that have known layers, without weights. */
  readonly nodes: ReadonlyMap<string, TypedNode>;
  /** The paths of all of them, of instances and of the nodes as they are written. */
  readonly paths: ReadonlySet<NodePath>;
}

export interface TypedGraph {
  /** The document's graph, as it was parsed. */
  readonly graph: Graph;
  /** The same graph without blocks and repetitions, which everything below is about; see `expand`. */
  readonly flat: Graph;
  /** Every instance of a block, by its path. */
  readonly instances: Expansion["instances"];
  /** What is not part of the flat graph because it is bypassed; undefined if nothing is. */
  readonly bypassed?: BypassedParts;
  /** Sources first; nodes of a cycle come last, in the document's order. */
  readonly order: readonly string[];
  readonly nodes: ReadonlyMap<string, TypedNode>;
  /** Those of inference; the parser has its own. What is wrong in a block is there once; see `inDocument`. */
  readonly problems: readonly Problem[];
  /** The same for each single node of the expanded graph. */
  readonly flatProblems: readonly Problem[];
  readonly parameterCount: number;
  readonly multiplyAdds: number;
}
