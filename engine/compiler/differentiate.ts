import { operations } from "../ops";
import type { Builder, Instruction, Operation, Value } from "../ops/operation";
import { at } from "../ops/tensor";

/**
 * Reverse-mode differentiation: appends to the Program the gradient of a scalar with respect to each wanted value, and
 * gives them in that order; undefined for a value that the scalar does not depend on.
 * Baydin et al., "Automatic differentiation in machine learning: a survey" (2018), section 3.2.
 */
export function differentiate(
  b: Builder,
  instructions: readonly Instruction[],
  scalar: Value,
  wanted: readonly Value[],
): (Value | undefined)[] {
  const forward = [...instructions];
  const active = dependants(forward, wanted);
  const gradients = new Map<number, Value>();
  gradients.set(scalar.id, b.constant({ value: 1 }));
  for (const instruction of forward.reverse()) {
    const { op, inputs, outputs } = instruction;
    const flowing = outputs.map(({ id }) => gradients.get(id));
    if (flowing.every((gradient) => gradient === undefined) || !inputs.some(({ id }) => active.has(id)))
      continue;
    const { vjp } = operations[op] as Operation;
    if (vjp === "none") continue;
    vjp(b, instruction, flowing).forEach((gradient, i) => {
      const { id } = at(inputs, i);
      if (!gradient || !active.has(id)) return;
      const other = gradients.get(id);
      gradients.set(id, other ? b.add(other, gradient) : gradient);
    });
  }
  return wanted.map(({ id }) => gradients.get(id));
}

/** The ids of all values that depend on one of the given. */
function dependants(instructions: readonly Instruction[], roots: readonly Value[]): Set<number> {
  const active = new Set(roots.map(({ id }) => id));
  for (const { inputs, outputs } of instructions) {
    if (inputs.some(({ id }) => active.has(id))) for (const { id } of outputs) active.add(id);
  }
  return active;
}
