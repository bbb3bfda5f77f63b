import type { Range } from "../range";

/** The ranges of a layer that gives its input's numbers, all of them, in another place, shape or type. */
export function sameNumbers({ range }: { readonly range: (port: string) => Range }): {
  readonly output: Range;
} {
  return { output: range("input") };
}
