import type { DataFacts } from "../../engine/data/catalog/facts";
import { nodePaths } from "../../engine/document/edit";
import type { Guarded } from "../../engine/document/guard";
import { oneOfKinds, type Guard } from "../../engine/document/guard";
import type { Problem } from "../../engine/graph/problem";

/** From the extension host to the page with the table of a model's nodes. */
export type ToSummary =
  /** The document's text, after every change. */
  | {
      readonly kind: "document";
      /** The name of its file. */
      readonly name: string;
      readonly text: string;
      readonly facts: DataFacts;
      readonly dataProblems: readonly Problem[];
    }
  /** The paths of the nodes that are selected on the canvas. */
  | { readonly kind: "selected"; readonly nodes: readonly string[] };

/** A table as text, of at most as many nodes as a document has. */
const table: Guard<string> = (value): value is string =>
  typeof value === "string" && value.length <= 10_000_000;

/** From the page to the extension host. */
export const fromSummary = oneOfKinds({
  ready: {},
  /** Selects nodes on the canvas, and brings them into view. */
  select: { nodes: nodePaths },
  /** Puts the table into the clipboard. */
  copy: { text: table },
  showProblems: {},
});
export type FromSummary = Guarded<typeof fromSummary>;
