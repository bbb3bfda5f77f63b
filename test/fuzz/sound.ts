import type { Problem } from "../../engine/graph/problem";
import { describeError } from "../../engine/training/describeError";

/** The longest message in characters: nobody reads more, and views would have to lay it out. */
const maxLength = 2000;

/**
 * Throws unless a problem has a code, a place in the text, and a message for the user.
 *
 * @param data Other input that the message may quote.
 */
export function expectSoundProblem({ code, message, range }: Problem, text: string, data = ""): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code)) throw new Error(`odd code "${code}": ${message}`);
  if (code === "layer-failed") throw new Error(`a layer failed: ${message}`);
  const { offset, length } = range;
  if (!(offset >= 0 && length >= 0 && offset + length <= text.length && Number.isInteger(offset + length)))
    throw new Error(`[${code}] has no place in the text (${String(offset)}+${String(length)}): ${message}`);
  expectSoundMessage(message, text + data);
}

/** Throws for a message with text such as "undefined" or "[object", unless the input contains it too. */
export function expectSoundMessage(message: string, input: string): void {
  if (message.trim() === "") throw new Error("an empty message");
  if (message.length > maxLength)
    throw new Error(`a message of ${String(message.length)} characters: ${message.slice(0, 200)}…`);
  for (const word of ["undefined", "[object", "NaN", "Infinity", "=>", "{0}", "{1}"])
    // "zeroInfinity" is a parameter's name.
    if (message.replaceAll("zeroInfinity", "").includes(word) && !input.includes(word))
      throw new Error(`"${word}" in: ${message}`);
}

/**
 * Rethrows an error unless it is meant for the user, with a code and a message without internals.
 *
 * @returns The error's code.
 */
export function expectUserError(error: unknown, text: string, data = ""): string {
  const { code, message, problems = [] } = describeError(error);
  if (code === "internal") throw error;
  expectSoundMessage(message, text + data);
  for (const problem of problems) expectSoundProblem(problem, text, data);
  return code;
}
