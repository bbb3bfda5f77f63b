/** Enough of a value to recognise it. */
const most = 40;

/**
 * A value's JSON, truncated if it is long; written piece by piece, so that a list of a million is not written in full.
 */
export function show(value: unknown): string {
  let written = "";
  for (const piece of pieces(value)) {
    written += piece;
    if (written.length > most) return `${written.slice(0, most - 1)}…`;
  }
  return written;
}

/** A value's JSON in pieces. */
function* pieces(value: unknown): Generator<string> {
  if (typeof value === "string") yield quoted(value);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield index === 0 ? "[" : ",";
      yield* pieces(item);
    }
    yield value.length === 0 ? "[]" : "]";
  } else if (typeof value === "object" && value !== null) {
    let before = "{";
    for (const key in value) {
      yield `${before}${quoted(key)}:`;
      yield* pieces((value as Readonly<Record<string, unknown>>)[key]);
      before = ",";
    }
    yield before === "{" ? "{}" : "}";
  } else yield String(value);
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, most + 1));
}
