import { someOf, type Range } from "../range";

/** The ranges of a layer that gives some of its input's numbers only. */
export function someNumbers({ range }: { readonly range: (port: string) => Range }): {
  readonly output: Range;
} {
  return { output: someOf(range("input")) };
}
