/** The source of a Dataset that names none. */
export const defaultSource = "digits";

/** The name of the source that a Dataset's parameters ask for, as written or with defaults; there may be no such source. */
export function sourceName({ source }: Readonly<Record<string, unknown>>): string {
  return typeof source === "string" ? source : defaultSource;
}
