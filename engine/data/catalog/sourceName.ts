/** The source of a Dataset that does not specify one. */
export const defaultSource = "digits";

/** The name of a Dataset's source, from its parameters with or without defaults; the source may not exist. */
export function sourceName({ source }: Readonly<Record<string, unknown>>): string {
  return typeof source === "string" ? source : defaultSource;
}
