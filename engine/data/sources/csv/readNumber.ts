/** What stands where a number should be. */
export type NoNumber = "missing" | "infinite" | "text";

const missing = /^([+-]?nan|n\/?a|#n\/a|none|null|nil|missing|\?+|-+|\.+)?$/i;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A finite number in float32, or what stands there instead of one. */
export function readNumber(written: string, comma: boolean): number | NoNumber {
  // Most fields are numbers; Number alone would also take "0x10" and an empty field.
  const plain = comma && !written.includes(".") ? written.replace(",", ".") : written;
  const usable = decimal.test(plain) && !(comma && written.includes("."));
  if (usable) {
    const value = Math.fround(Number(plain));
    return Number.isFinite(value) ? value : "infinite";
  }
  if (missing.test(written)) return "missing";
  return /^[+-]?inf(inity)?$/i.test(written) ? "infinite" : "text";
}
