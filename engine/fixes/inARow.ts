import { t } from "@vscode/l10n";
import type { GraphEdit, SingleEdit } from "../document/edit";
import type { Candidate } from "./fix";

/** Two proposals as one fix, the second applied to the result of the first. */
export function inARow(first: Candidate, second: Candidate): Candidate {
  return {
    title: t("{0}. Then: {1}", first.title, second.title),
    edit: { kind: "all", edits: [first.edit, second.edit].flatMap(singleEditsOf) },
  };
}

function singleEditsOf(edit: GraphEdit): readonly SingleEdit[] {
  return edit.kind === "all" ? edit.edits : [edit];
}
