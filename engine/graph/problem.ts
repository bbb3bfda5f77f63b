import type { NodePath } from "../tensor/path";

/** A range of the document's text, in UTF-16 code units. */
export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

/** What a problem is about, so that the canvas can show it there. */
export interface Subject {
  /** The path of a node; its id if it is not in a block. */
  readonly node?: NodePath;
  /** A parameter of the node. */
  readonly param?: string;
  /** An input of the node. */
  readonly port?: string;
  /** Index in the `edges` of the document, or of `block`. */
  readonly edge?: number;
  /** The block whose text is wrong, and the id of the node there. */
  readonly block?: string;
  readonly member?: string;
  /** A setting under `training`, dotted: `optimizer.learningRate`. */
  readonly setting?: string;
}

/** Something wrong with a document: what, where, and (in the message) what to do about it. */
export interface Problem extends Subject {
  /** Stable, kebab-case: `shape-mismatch`, `unknown-layer`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** Translated; names the nodes and shapes and says what to do. */
  readonly message: string;
  readonly range: TextRange;
  /** For `more-problems`: how many are not listed. */
  readonly count?: number;
}
