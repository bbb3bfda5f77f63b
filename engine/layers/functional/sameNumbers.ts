import type { Range } from "../range";

/** The ranges of a layer that outputs all of its input's values, at other positions or in another shape or type. */
export function sameNumbers({ range }: { readonly range: (port: string) => Range }): {
  readonly output: Range;
} {
  return { output: range("input") };
}
