import { t } from "@vscode/l10n";
import type { GraphEdit, SingleEdit } from "../document/edit";
import type { Candidate } from "./fix";

type Changed = Pick<Candidate, "title" | "edit" | "changes">;

/** Two proposals as one fix, the second applied to the result of the first. */
export function inARow(first: Changed, second: Changed): Candidate {
  return {
    title: t("{0}. Then: {1}", first.title, second.title),
    edit: { kind: "all", edits: [first.edit, second.edit].flatMap(singleEditsOf) },
    changes: [first, second].flatMap(changesOf),
  };
}

/** What a candidate changes, whatever it changes it to. */
export function changesOf({ edit, changes }: Pick<Candidate, "edit" | "changes">): readonly string[] {
  return changes ?? [JSON.stringify(edit)];
}

/** The edits that an edit consists of. */
export function singleEditsOf(edit: GraphEdit): readonly SingleEdit[] {
  return edit.kind === "all" ? edit.edits : [edit];
}
