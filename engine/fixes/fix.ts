import type { GraphEdit } from "../document/edit";
import type { GraphType } from "../tensor/graphType";
import type { Problem } from "../graph/problem";
import type { Source, TypedGraph, TypedNode } from "../graph/typedGraph";
import type { DataFacts } from "../data/catalog/facts";

/** A fix for a problem: one edit of the document, so one undo step. */
export interface Fix {
  /** What the edit does, translated: `Insert Flatten before "logits"`. */
  readonly title: string;
  readonly edit: GraphEdit;
  /** How many trainable parameters the model gains; negative if it loses some. */
  readonly parameters: number;
}

/** A problem with its fixes. */
export interface FixableProblem extends Problem {
  /** Best first; set by `withFixes`, since trying fixes takes time. */
  readonly fixes?: readonly Fix[];
}

/** A wire into the node with the problem. */
export interface Arriving {
  readonly port: string;
  readonly source: Source;
  readonly type: GraphType;
}

/** A problem at a node, and its surroundings. */
export interface Conflict {
  readonly typed: TypedGraph;
  readonly problem: Problem;
  readonly node: TypedNode;
  readonly facts: DataFacts;
  /** The wires into the node whose types are known, in the ports' order. */
  readonly wires: readonly Arriving[];
}

/** A fix that may help; `findFixes` keeps it only if it does. */
export interface Candidate extends Pick<Fix, "title" | "edit"> {
  /** The facts about the data after the edit, as far as known, if it changes how the data are read. */
  readonly facts?: DataFacts;
  /**
   * What it changes of the expanded graph, apart from how: of several candidates that change the same, the first that helps
   * is offered. By default, every edit is different.
   */
  readonly changes?: readonly string[];
  /** The edit changes the numbers of a target on purpose, without changing their meaning. */
  readonly renumbers?: boolean;
}

/** Proposes the usual fixes for a kind of conflict. Proposing too many does no harm. */
export type FixRule = (conflict: Conflict) => readonly Candidate[];
