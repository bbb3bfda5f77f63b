import type { DocumentData } from "../documentData";
import type { GraphEdit, SingleEdit } from "../edit";
import { addBlock, promote, removeBlock, renameBlock, renameParameter, setParameter } from "./changeBlock";
import type { EditOf, Written } from "./scopes";
import { setPorts } from "./setPorts";
import { unwrap } from "./unwrap";
import { wrap } from "./wrap";

/** The edits of a document's structure: those that make, change or take apart blocks. */
const changes = {
  wrap,
  unwrap,
  addBlock,
  renameBlock,
  removeBlock,
  promote,
  setParameter,
  renameParameter,
  setPorts,
} satisfies {
  readonly [K in GraphEdit["kind"]]?: (document: Written, edit: EditOf<K>) => DocumentData;
};

export type StructuralEdit = EditOf<keyof typeof changes>;

export function isStructural(edit: GraphEdit): edit is StructuralEdit {
  return Object.hasOwn(changes, edit.kind);
}

/** A document's data after an edit of its structure. Throws a Refusal if the edit does not apply. */
export function restructure(document: Written, edit: StructuralEdit): DocumentData {
  const change: (document: Written, edit: never) => DocumentData = changes[edit.kind];
  return change(document, edit as never);
}

/** An edit that adds nodes and blocks, as several that do one of them each. */
export function withoutBlocks({ blocks = {}, ...edit }: EditOf<"add">): SingleEdit[] {
  const added = Object.entries(blocks).map(
    ([block, definition]) => ({ kind: "addBlock", block, definition }) as const,
  );
  return [...added, edit];
}
