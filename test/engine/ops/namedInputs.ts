import { operationOf } from "../../../engine/ops";
import { nameOf, type AnyInputs } from "../../../engine/ops/inputs";
import type { OperationName } from "../../../engine/ops/operation";

/** A case's inputs by name: `counts` of each, by default one, or all if the operation's only input is a list. */
export function namedInputs<T>(
  { op, counts }: { readonly op: OperationName; readonly counts?: readonly number[] | undefined },
  given: readonly T[],
): AnyInputs<T> {
  const remaining = [...given];
  const { inputs } = operationOf(op);
  const entries = inputs.map((input, i) => {
    const isList = typeof input !== "string" && "list" in input;
    const all = isList && inputs.length === 1 ? remaining.length : 1;
    const values = remaining.splice(0, counts?.[i] ?? all);
    return [nameOf(input), isList ? values : values[0]] as const;
  });
  return Object.fromEntries(entries);
}
