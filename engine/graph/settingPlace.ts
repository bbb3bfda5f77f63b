import type { Graph } from "./graph";
import type { TextRange } from "./problem";

/** The range of a setting's value by its dotted path, or of the nearest one around it that is written. */
export function settingPlace({ places }: Pick<Graph, "places">, path: string): TextRange {
  for (let inside = path; ;) {
    const place = Object.hasOwn(places.settings, inside) ? places.settings[inside] : undefined;
    if (place) return place;
    const dot = inside.lastIndexOf(".");
    if (dot < 0) return places.training;
    inside = inside.slice(0, dot);
  }
}
