import type { TextRange } from "../../graph/problem";

/** Something that can be written where the cursor is. */
export interface Proposal {
  readonly label: string;
  readonly kind: "block" | "parameter" | "node" | "port" | "weight" | "figure";
  /** What it is: a type, a default, a shape. */
  readonly detail?: string;
  /** What it replaces. */
  readonly range: TextRange;
  /** What what is typed in the range is compared with. */
  readonly filter: string;
  readonly insert: Insertion;
  /** Whether more is to be proposed where the cursor is afterwards. */
  readonly continues?: boolean;
}

/** A text; if there is a field, that is selected afterwards, otherwise the cursor is at the end. */
export interface Insertion {
  readonly before: string;
  readonly field?: string;
  readonly after?: string;
}
