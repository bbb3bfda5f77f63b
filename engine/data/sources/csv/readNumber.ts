/** What a field contains instead of a finite number. */
export type NotNumber = "missing" | "infinite" | "text";

const missing = /^([+-]?nan|n\/?a|#n\/a|none|null|nil|missing|\?+|-+|\.+)?$/i;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Reads a number that is finite in float32; otherwise returns what the field contains instead. */
export function readNumber(written: string, comma: boolean): number | NotNumber {
  // Most fields are numbers, so this is tried first. Number alone would also accept "0x10" and an empty field.
  const plain = comma && !written.includes(".") ? written.replace(",", ".") : written;
  const usable = decimal.test(plain) && !(comma && written.includes("."));
  if (usable) {
    const value = Math.fround(Number(plain));
    return Number.isFinite(value) ? value : "infinite";
  }
  if (missing.test(written)) return "missing";
  return /^[+-]?inf(inity)?$/i.test(written) ? "infinite" : "text";
}
