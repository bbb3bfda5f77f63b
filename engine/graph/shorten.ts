/** Enough of a name to know it by. */
const most = 60;

/** A name as messages show it, cut where it is long: what people wrote may be a million letters. */
export function shorten(name: string): string {
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}
