import { isByCharacter, spell } from "../data/catalog/spelling";
import type { TextPiece } from "../run/panels";

/** A class index of a text, and what it is to the model; absent if there is nothing to say. */
export interface Token {
  readonly index: number;
  readonly mark?: TextPiece["mark"];
}

/** The text of tokens, in pieces of one mark each. What is below 0 is no class, and a gap. */
export function piecesOf(names: readonly string[], tokens: readonly Token[]): TextPiece[] {
  const gap = isByCharacter(names) ? "" : " ";
  const pieces: { text: string; mark?: TextPiece["mark"] }[] = [];
  for (const [place, { index, mark }] of tokens.entries()) {
    const text = index < 0 ? "·" : spell(names, [index]);
    const last = pieces.at(-1);
    const follows = place + 1 < tokens.length ? gap : "";
    if (last && last.mark === mark) last.text += text + follows;
    else pieces.push({ text: text + follows, ...(mark && { mark }) });
  }
  return pieces;
}
