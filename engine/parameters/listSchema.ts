import * as z from "zod";
import { mostListed } from "./mostListed";

/** Zod's code for custom issues. */
const ownIssue = "custom";

/**
 * A list of entries of one kind, like `z.array` but for lists of any length. If there are many invalid entries, only
 * the first ones become issues, and one more stands for the rest: `z.array` would create an issue for each, and a
 * million of them overflow the stack.
 */
export function listSchema<T>(
  entry: z.ZodType<T>,
  bounds: { readonly minLength?: number; readonly length?: number } = {},
  /** A faster check that is equivalent to the schema, if there is one. */
  isRight: (value: unknown) => boolean = (value) => issuesOf(entry, value).length === 0,
): z.ZodType<T[]> {
  let list = z.array(z.unknown()).check(({ value: entries, issues }) => {
    let wrong = 0;
    let next: number | undefined;
    for (const [index, value] of entries.entries()) {
      if (isRight(value)) continue;
      if (++wrong > mostListed) next ??= index;
      else
        for (const issue of issuesOf(entry, value))
          issues.push({ ...issue, path: [index, ...(issue.path ?? [])] });
    }
    if (next !== undefined)
      issues.push({ code: ownIssue, input: entries, path: [next], params: { count: wrong - mostListed } });
  });
  if (bounds.minLength !== undefined) list = list.min(bounds.minLength);
  if (bounds.length !== undefined) list = list.length(bounds.length);
  return list.meta({ entry }) as unknown as z.ZodType<T[]>;
}

/** The schema of a list's entries, which the list's own schema does not reveal. */
export function entryOf(list: z.core.$ZodType): z.ZodType | undefined {
  const entry: unknown = z.globalRegistry.get(list)?.entry;
  return entry instanceof z.ZodType ? entry : undefined;
}

/** How many invalid entries an issue stands for. */
export function countOf(issue: z.core.$ZodIssue): number {
  const count: unknown = issue.code === ownIssue ? issue.params?.count : undefined;
  return typeof count === "number" ? count : 1;
}

/** Avoids the error object of `safeParse`, which takes longer to build than the check. */
function issuesOf(schema: z.ZodType, value: unknown): readonly z.core.$ZodRawIssue[] {
  const result = schema._zod.run({ value, issues: [] }, { async: false });
  return result instanceof Promise ? [] : result.issues;
}
