import { t } from "@vscode/l10n";
import { isByCharacter } from "../data/catalog/spelling";
import { EngineError } from "../run/EngineError";
import { unknownInPrompt } from "./errors";
import type { ModelPort } from "./SequenceModel";
import type { SequencePorts } from "./sequencePorts";

/**
 * The class indices of a prompt, after the start token if the model has one. Throws an EngineError that says what is
 * unknown, and where.
 */
export function encodePrompt({ input, start }: SequencePorts, text: string): number[] {
  const indices = encodeText(text, classNamesOf(input));
  if (start !== undefined && indices[0] !== start) indices.unshift(start);
  if (indices.length > 0) return indices;
  throw new EngineError("prompt-too-short", t("The prompt is empty: the model continues what is there."));
}

/** The text of a generated class, to be appended to what is before it. */
export function decodeClass({ output, classes }: SequencePorts, index: number): string {
  const names = output.classNames ?? numbered(classes.output);
  return (isByCharacter(names) ? "" : " ") + (names[index] ?? String(index));
}

/** The names of an input's classes: their indices, if the data do not name them. */
export function classNamesOf({
  classNames,
  type,
}: Pick<ModelPort, "classNames" | "type">): readonly string[] {
  return classNames ?? numbered(type.classes ?? 0);
}

/** The indices of the classes that a text consists of. Throws an EngineError that says what is unknown, and where. */
export function encodeText(text: string, names: readonly string[]): number[] {
  const indices = new Map(names.map((name, index) => [name, index]));
  const parts = isByCharacter(names) ? Array.from(text) : text.split(/\s+/).filter((part) => part !== "");
  const unknown = parts.flatMap((name, index) => (indices.has(name) ? [] : [{ name, place: index + 1 }]));
  if (unknown.length > 0) throw unknownInPrompt(unknown);
  return parts.map((part) => indices.get(part) ?? 0);
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}
