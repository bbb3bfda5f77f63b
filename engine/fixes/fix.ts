import type { GraphEdit } from "../document/edit";
import type { GraphType } from "../tensor/graphType";
import type { Problem } from "../graph/problem";
import type { Source, TypedGraph, TypedNode } from "../graph/typedGraph";
import type { DataFacts } from "../data/catalog/facts";

/** A way out of a problem: one edit of the document, so one undo step. */
export interface Fix {
  /** Translated, what the edit does: `Insert Flatten before "logits"`. */
  readonly title: string;
  readonly edit: GraphEdit;
  /** Trainable numbers that the model gains by it; negative where it loses some. */
  readonly parameters: number;
}

/** A problem with its ways out. */
export interface FixableProblem extends Problem {
  /** Best first; where `withFixes` has looked for them, since trying takes time. */
  readonly fixes?: readonly Fix[];
}

/** A wire that arrives at a node in trouble. */
export interface Arriving {
  readonly port: string;
  readonly source: Source;
  readonly type: GraphType;
}

/** A problem at a node, with what is known around it. */
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
  /** What the data hold afterwards, as far as it is known, where the edit changes how they are read. */
  readonly facts?: DataFacts;
  /** It changes the numbers of a target on purpose, and not their meaning. */
  readonly renumbers?: boolean;
}

/** Looks at a conflict and proposes what people do against conflicts of its kind. Proposing too much is no harm. */
export type Remedy = (conflict: Conflict) => readonly Candidate[];
