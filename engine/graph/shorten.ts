/** Enough of a name to recognise it. */
const most = 60;

/** A name as messages show it, truncated if it is long: it may have a million letters. */
export function shorten(name: string): string {
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}
