import { repetition } from "../../graph/checkBlocks";
import type { Draft } from "./Draft";
import { inPlace, comma } from "./insertions";
import type { Proposal } from "./Proposal";
import type { Place } from "./placeAt";

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
function wordAt({ text, offset }: { readonly text: string; readonly offset: number }, cursor: number) {
  const before = /\$?\w*$/.exec(text.slice(0, cursor - offset))?.[0] ?? "";
  const after = /^\w*/.exec(text.slice(cursor - offset))?.[0] ?? "";
  const length = before.length + after.length;
  return { range: { offset: cursor - before.length, length }, isAlone: text.trim().length === length };
}
