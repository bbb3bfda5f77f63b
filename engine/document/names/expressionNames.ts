import { repetition } from "../../graph/checkBlocks";
import type { Draft } from "./Draft";
import { inPlace, comma } from "./insertions";
import type { Proposal } from "./Proposal";
import type { Place, WrittenString } from "./placeAt";
import { wordAround } from "./wordAround";

/** The parameters of a block as a value inside it, or as a part of an expression, where only numbers have a meaning. */
export function expressionNames(
  { graph }: Draft,
  place: Place,
  block: string | undefined,
): readonly Proposal[] {
  const parameters = graph.blocks.get(block ?? "")?.parameters;
  if (!parameters) return [];
  const word = place.string && wordAt(place.string, place.cursor);
  const names = [...Object.entries(parameters), [repetition, 0] as const];
  return names.flatMap(([name, preset]): Proposal[] => {
    const label = `$${name}`;
    const detail = name === repetition ? undefined : JSON.stringify(preset);
    const named = { label, kind: "parameter", detail } as const;
    if (!word) return [inPlace(place, named, { before: `"${label}"`, after: comma(place) })];
    const isNumber = preset === null || typeof preset === "number";
    if (!word.isAlone && !isNumber) return [];
    return [{ ...named, range: word.range, filter: label, insert: { before: label } }];
  });
}

/** The name around the cursor, with its `$`, and whether nothing else is in the string. */
export function wordAt({ text, offset }: WrittenString, cursor: number) {
  const { start: first, end } = wordAround(text, cursor - offset, /\w/);
  const start = text[first - 1] === "$" ? first - 1 : first;
  const word = text.slice(start, end);
  return {
    word,
    range: { offset: offset + start, length: word.length },
    isAlone: text.trim().length === word.length,
  };
}
