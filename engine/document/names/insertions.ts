import type { Insertion, Proposal } from "./Proposal";
import type { Place } from "./placeAt";

type Named = Pick<Proposal, "label" | "kind" | "detail" | "continues">;

/** A proposal for the whole value in a place: a string. */
export function asValue(place: Place, named: Named): Proposal {
  return inPlace(place, named, { before: JSON.stringify(named.label), after: comma(place) });
}

/** A proposal for a key with its value, which is selected: JSON between `before` and `after`. */
export function asMember(place: Place, named: Named, value: Insertion): Proposal {
  const key = JSON.stringify(named.label);
  // The key of a member that has a value already.
  if (place.next === ":") return inPlace(place, { ...named, continues: false }, { before: key });
  const { before, field = "", after = "" } = value;
  return inPlace(place, named, { before: `${key}: ${before}`, field, after: after + comma(place) });
}

/** A proposal that replaces everything in a place. */
export function inPlace(place: Place, named: Named, insert: Insertion): Proposal {
  const filter = place.string ? JSON.stringify(named.label) : named.label;
  return { ...named, range: place.range, filter, insert };
}

/** The comma that is missing before another member or value. */
export function comma({ next }: Pick<Place, "next">): string {
  return next === "" || ",:]}".includes(next) ? "" : ",";
}
