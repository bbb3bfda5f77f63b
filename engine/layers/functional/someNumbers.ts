import { someOf, type Range } from "../range";

/** The ranges of a layer that outputs only some of its input's values. */
export function someNumbers({ range }: { readonly range: (port: string) => Range }): {
  readonly output: Range;
} {
  return { output: someOf(range("input")) };
}
