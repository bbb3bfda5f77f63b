import type { NodePath } from "../tensor/path";
import type { FlatEnd } from "./frame";
import type { Graph, GraphEdge, GraphNode } from "./graph";
import type { Problem } from "./problem";

/** The result of replacing all instances of blocks by the nodes inside, and all repetitions by single nodes. */
export interface Expansion {
  /**
   * The document's graph without blocks and repetitions. Nodes are named by their paths and stand where their instance
   * stood; wires into one node keep their order. The document's own graph if there is nothing to expand.
   */
  readonly graph: Graph;
  /** Every instance of a block by its path; each repetition is one. */
  readonly instances: ReadonlyMap<NodePath, Instance>;
  /** What is not in the graph because it is bypassed; undefined if nothing is. */
  readonly bypassed?: Bypassed;
  readonly problems: readonly Problem[];
}

/** The nodes that are bypassed, and those in bypassed instances, with the wires that would lead to them. */
export interface Bypassed {
  readonly nodes: ReadonlyMap<NodePath, GraphNode>;
  /** Counted on from those of the graph. */
  readonly edges: readonly GraphEdge[];
  readonly instances: ReadonlyMap<NodePath, Instance>;
  /** By the path of the node; a repeated one is bypassed as a whole. */
  readonly passes: ReadonlyMap<NodePath, Pass>;
}

/** A bypassed node that would be there otherwise. */
export interface Pass {
  readonly node: GraphNode;
  /** The block that it is written in. */
  readonly block?: string;
  /** The output that stands for its first output; undefined if nothing leads to its first input. */
  readonly source: FlatEnd | undefined;
  /** What its first output would be. */
  readonly output: FlatEnd | undefined;
}

/** An instance of a block: where values enter and leave it. */
export interface Instance {
  readonly path: NodePath;
  /** The node that it is an instance of: the same as `path`, except for a repetition (`stage1` of `stage1/0`). */
  readonly node: NodePath;
  readonly block: string;
  /** The output that is connected to each port from outside, or leaves through it; undefined if none is. */
  readonly inputs: Readonly<Record<string, FlatEnd | undefined>>;
  readonly outputs: Readonly<Record<string, FlatEnd | undefined>>;
}
