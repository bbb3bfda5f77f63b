/** `2.1 M`, `640`, `1.5 G`: a count with about three significant digits. */
export function formatLarge(value: number): string {
  const units = ["", "k", "M", "G", "T", "P"];
  return scaled(value, 1000, units);
}

/** `6.4 MB`, in powers of 1024. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, 1024, ["B", "kB", "MB", "GB", "TB", "PB"]);
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let unit = 0;
  let rest = value;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= base;
    unit++;
  }
  const digits =
    unit === 0 || rest >= 99.5 ? Math.round(rest).toString() : rest.toFixed(1).replace(/\.0$/, "");
  return `${digits} ${units[unit] ?? ""}`.trimEnd();
}
