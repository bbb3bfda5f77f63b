import { getLocation } from "jsonc-parser";
import { documentLimits } from "../../graph/documentLimits";
import type { TextRange } from "../../graph/problem";
import { buildTree } from "../jsonTree";
import { wordAround } from "./wordAround";

/** Where the cursor is in a document's text: in a key or a value, or where one can be written. */
export interface Place {
  /** The keys and indices that lead to the value; for a key, to its object. */
  readonly path: readonly (string | number)[];
  readonly isKey: boolean;
  /** What is written there, with its quotes. */
  readonly range: TextRange;
  /** If that is a string. */
  readonly string: WrittenString | undefined;
  readonly cursor: number;
  /** What follows: a colon after a key that has a value, a comma, the end of the list or object, or something else. */
  readonly next: string;
  /** The document with something that can be parsed in this place, where that is not so. */
  readonly draft: string;
}

/** The characters between quotes, and the offset of the first. */
export interface WrittenString {
  readonly text: string;
  readonly offset: number;
}

const wordCharacter = /[A-Za-z0-9_$./]/;

/** The place of the cursor; undefined where neither a key nor a value can be written, and in texts that are not read. */
export function placeAt(text: string, cursor: number): Place | undefined {
  // The parser recurses for each bracket.
  if (text.length > documentLimits.characters || buildTree(text, documentLimits.depth).tooDeep !== undefined)
    return undefined;
  const { path, previousNode: token, isAtPropertyKey } = getLocation(text, cursor);
  const last = path.at(-1);
  if (last === undefined) return undefined;
  if (token && token.offset < cursor) {
    const isKey = token.type === "property";
    if (!isKey && token.type !== "string") return undefined;
    const isClosed = endsWithQuote(text, token.offset, token.offset + token.length);
    if (isClosed && cursor >= token.offset + token.length) return undefined;
    return inString(text, cursor, { path, isKey, start: token.offset, length: token.length, isClosed });
  }
  return bare(text, cursor, path, isAtPropertyKey && typeof last === "string");
}

function inString(
  text: string,
  cursor: number,
  token: {
    readonly path: readonly (string | number)[];
    readonly isKey: boolean;
    readonly start: number;
    readonly length: number;
    readonly isClosed: boolean;
  },
): Place {
  const { path, isKey, start, isClosed } = token;
  // A string that is not closed ends for the parser at the end of its line.
  const end = isClosed ? start + token.length : wordAround(text, cursor, wordCharacter).end;
  const next = nextCharacter(text, end);
  const added = (isClosed ? "" : '"') + (isKey && next !== ":" ? ": null" : "");
  return {
    path: isKey ? path.slice(0, -1) : path,
    isKey,
    range: { offset: start, length: end - start },
    string: { text: text.slice(start + 1, isClosed ? end - 1 : end), offset: start + 1 },
    cursor,
    next,
    draft: added === "" ? text : text.slice(0, end) + added + text.slice(end),
  };
}

/** A place without quotes, in which a word may have been begun. */
function bare(
  text: string,
  cursor: number,
  path: readonly (string | number)[],
  isKey: boolean,
): Place | undefined {
  const { start, end } = wordAround(text, cursor, wordCharacter);
  let before = start - 1;
  while (/\s/.test(text[before] ?? "")) before--;
  if (!(isKey ? "{," : ":[,").includes(text[before] ?? " ")) return undefined;
  const standIn = isKey || typeof path.at(-1) === "number" ? "" : "null";
  return {
    path: isKey ? path.slice(0, -1) : path,
    isKey,
    range: { offset: start, length: end - start },
    string: undefined,
    cursor,
    next: nextCharacter(text, end),
    draft: text.slice(0, start) + standIn + text.slice(end),
  };
}

/** Whether a string that begins with a quote ends with another one. */
function endsWithQuote(text: string, start: number, end: number): boolean {
  if (end - start < 2 || text[end - 1] !== '"') return false;
  let backslashes = 0;
  while (text[end - 2 - backslashes] === "\\") backslashes++;
  return backslashes % 2 === 0;
}

/** The first character that is not white space; empty at the end of the text. */
function nextCharacter(text: string, from: number): string {
  let place = from;
  while (/\s/.test(text[place] ?? "")) place++;
  return text[place] ?? "";
}
