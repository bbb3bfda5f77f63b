import { operationOf } from "../../../engine/ops";
import { nameOf, type AnyInputs } from "../../../engine/ops/inputs";
import type { OperationName } from "../../../engine/ops/operation";

/** A case's inputs by name. Of several lists each but the last has one entry. */
export function namedInputs<T>(op: OperationName, given: readonly T[]): AnyInputs<T> {
  const left = [...given];
  const { inputs } = operationOf(op);
  const entries = inputs.map((input, i) => {
    const isList = typeof input !== "string" && "list" in input;
    const count = isList && i === inputs.length - 1 ? left.length : 1;
    const values = left.splice(0, count);
    return [nameOf(input), isList ? values : values[0]] as const;
  });
  return Object.fromEntries(entries);
}
