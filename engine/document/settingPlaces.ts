import type { TextRange } from "../graph/problem";
import type { JsonNode } from "./json";
import { membersOf, placeOf } from "./json";

/**
 * The range of each setting's value under `training` and, within `objectives`, of everything inside, by dotted path:
 * `objectives.generator.losses.0`.
 */
export function settingPlaces(training: JsonNode | undefined): Record<string, TextRange> {
  const places: [string, TextRange][] = [];
  const pending = membersOf(training).map(({ key, value }) => ({ path: key, value }));
  for (const { path, value } of pending) {
    places.push([path, placeOf(value)]);
    if (path !== "objectives" && !path.startsWith("objectives.")) continue;
    for (const member of membersOf(value))
      pending.push({ path: `${path}.${member.key}`, value: member.value });
    if (value.type === "array")
      for (const [index, item] of (value.children ?? []).entries())
        pending.push({ path: `${path}.${String(index)}`, value: item });
  }
  return Object.fromEntries(places);
}
