import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { applyTextEdits } from "../../../engine/document/textEdits";

/**
 * The document as this canvas knows it: the host's text, and the edits that are under way to it. What is drawn is the
 * text with those edits applied, so a gesture shows at once; the host's answer makes it true or drops it.
 */
export interface Session {
  readonly text: string;
  readonly version: number;
  /** Edits that the host's text does not contain yet, oldest first. */
  readonly pending: readonly PendingEdit[];
  /** The number of the next edit; they count from 1. */
  readonly next: number;
}

export interface PendingEdit {
  readonly number: number;
  readonly edit: GraphEdit;
}

export const emptySession: Session = { text: "", version: -1, pending: [], next: 1 };

/** A gesture: the edit gets a number and is drawn ahead. */
export function sendEdit(session: Session, edit: GraphEdit): Session {
  const { pending, next } = session;
  return { ...session, pending: [...pending, { number: next, edit }], next: next + 1 };
}

/** The host's text came; it contains this canvas's edits up to `answers`. An older text than the known one is passed over. */
export function receiveText(session: Session, text: string, version: number, answers: number): Session {
  if (version < session.version) return session;
  return {
    text,
    version,
    pending: session.pending.filter(({ number }) => number > answers),
    // A page that was loaded anew counts on from what the host has seen.
    next: Math.max(session.next, answers + 1),
  };
}

/** The host could not apply an edit. */
export function dropEdit(session: Session, number: number): Session {
  return { ...session, pending: session.pending.filter((edit) => edit.number !== number) };
}

/**
 * The text to draw. An edit that fits no more, because the text changed under it or the edit before it was refused, is
 * left out: the host will refuse it too.
 */
export function drawnText(session: Session): string {
  return session.pending.reduce((text, { edit }) => {
    const result = applyEdit(text, edit);
    return "edits" in result ? applyTextEdits(text, result.edits) : text;
  }, session.text);
}
