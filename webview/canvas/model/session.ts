import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { applyTextEdits } from "../../../engine/document/textEdits";

/**
 * The document as this canvas sees it: the host's text and the edits not yet confirmed. The canvas draws the text with
 * those edits applied, so that a gesture shows at once; the host's answer confirms or drops it.
 */
export interface Session {
  readonly text: string;
  readonly version: number;
  /** Edits that the host's text does not contain yet, oldest first. */
  readonly pending: readonly PendingEdit[];
  /** The number of the next edit, counted from 1. */
  readonly next: number;
}

export interface PendingEdit {
  readonly number: number;
  readonly edit: GraphEdit;
}

export const emptySession: Session = { text: "", version: -1, pending: [], next: 1 };

/** Gives a gesture's edit a number, so that it is drawn before the host confirms it. */
export function sendEdit(session: Session, edit: GraphEdit): Session {
  const { pending, next } = session;
  return { ...session, pending: [...pending, { number: next, edit }], next: next + 1 };
}

/**
 * Takes a text from the host, which contains this canvas's edits up to number `answers`. A text older than the current
 * one is ignored.
 */
export function receiveText(session: Session, text: string, version: number, answers: number): Session {
  if (version < session.version) return session;
  return {
    text,
    version,
    pending: session.pending.filter(({ number }) => number > answers),
    // A reloaded page continues from the last number the host has seen.
    next: Math.max(session.next, answers + 1),
  };
}

/** Drops an edit that the host could not apply. */
export function dropEdit(session: Session, number: number): Session {
  return { ...session, pending: session.pending.filter((edit) => edit.number !== number) };
}

/**
 * The text to draw. An edit that no longer applies, because the text changed or the edit before it was refused, is left
 * out: the host will refuse it too.
 */
export function drawnText(session: Session): string {
  return session.pending.reduce((text, { edit }) => {
    const result = applyEdit(text, edit);
    return "edits" in result ? applyTextEdits(text, result.edits) : text;
  }, session.text);
}
