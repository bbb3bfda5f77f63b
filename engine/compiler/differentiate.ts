import { operationOf } from "../ops";
import { operandsOf, type AnyInputs } from "../ops/inputs";
import type { Builder, Instruction, Value } from "../ops/operation";
import { at } from "../tensor/tensor";
import { decomposeIn } from "./decompose";
import type { ProgramBuilder } from "./ProgramBuilder";
import { appendBody, makeScan, previousStates } from "./scan";

/**
 * Reverse-mode differentiation: appends to the Program the gradient of a scalar with respect to each wanted value, and
 * returns them in that order; undefined for a value that the scalar does not depend on.
 * Baydin et al., "Automatic differentiation in machine learning: a survey" (2018), section 3.2.
 */
export function differentiate(
  builder: ProgramBuilder,
  scalar: Value,
  wanted: readonly Value[],
): (Value | undefined)[] {
  return backpropagate(builder, [[scalar, builder.b.constant({ value: 1 })]], wanted);
}

/** As `differentiate`, starting from given gradients of some values. */
export function backpropagate(
  builder: ProgramBuilder,
  given: readonly (readonly [value: Value, gradient: Value])[],
  wanted: readonly Value[],
): (Value | undefined)[] {
  const { b } = builder;
  decomposeActive(builder, wanted);
  const forward = [...builder.instructions];
  const active = dependants(forward, wanted);
  const gradients = new Map<number, Value>();
  const add = ({ id }: Value, gradient: Value) => {
    const other = gradients.get(id);
    gradients.set(id, other ? b.add(other, gradient) : gradient);
  };
  for (const [value, gradient] of given) add(value, gradient);
  for (const instruction of forward.reverse()) {
    const { inputs, outputs, attributes } = instruction;
    const outputGradients = outputs.map(({ id }) => gradients.get(id));
    const isActive = ({ id }: Value) => active.has(id);
    if (
      outputGradients.every((gradient) => gradient === undefined) ||
      !operandsOf(instruction).some(isActive)
    )
      continue;
    const { gradient } = operationOf(instruction.op);
    if (gradient === undefined || gradient === "none") continue;
    const found =
      gradient === "body"
        ? scanGradient(b, instruction as Instruction<"scan">, outputGradients, isActive)
        : gradient(b, { inputs, outputs, attributes, gradients: outputGradients });
    for (const [input, part] of gradientsByInput(inputs, found)) if (isActive(input)) add(input, part);
  }
  return wanted.map(({ id }) => gradients.get(id));
}

/** Decomposes the operations that gradients flow through and that have no gradient of their own. */
function decomposeActive(builder: ProgramBuilder, wanted: readonly Value[]): void {
  const lacksGradient = ({ op }: Instruction) => operationOf(op).gradient === undefined;
  if (!builder.instructions.some(lacksGradient)) return;
  const active = dependants(builder.instructions, wanted);
  decomposeIn(
    builder,
    (instruction) => lacksGradient(instruction) && operandsOf(instruction).some(({ id }) => active.has(id)),
  );
}

/** The inputs that have a gradient, each with it, in order. */
function gradientsByInput(
  inputs: AnyInputs<Value>,
  gradients: AnyInputs<Value | undefined>,
): (readonly [input: Value, gradient: Value])[] {
  return Object.entries(inputs).flatMap(([name, input]) => {
    const [values, found] = [[input].flat(), [gradients[name]].flat()];
    return values.flatMap((value, i) => {
      const gradient = found[i];
      return value && gradient ? [[value, gradient] as const] : [];
    });
  });
}

/** The ids of the roots and of all values that depend on one of them. */
function dependants(instructions: readonly Instruction[], roots: readonly Value[]): Set<number> {
  const active = new Set(roots.map(({ id }) => id));
  for (const instruction of instructions) {
    if (operandsOf(instruction).some(({ id }) => active.has(id)))
      for (const { id } of instruction.outputs) active.add(id);
  }
  return active;
}

/**
 * The gradient of a scan is a scan in the opposite direction: each step recomputes its row from the previous states, which
 * the forward pass output, and backpropagates the gradients of its results (backpropagation through time; Werbos 1990).
 * The gradients of constants accumulate in additional states.
 */
function scanGradient(
  b: Builder,
  instruction: Instruction<"scan">,
  outputGradients: readonly (Value | undefined)[],
  isActive: (value: Value) => boolean,
): AnyInputs<Value | undefined> {
  const { body, reverse } = instruction.attributes;
  const { sequences: rows, constants } = instruction.inputs;
  const [states, sequences] = [instruction.inputs.states.length, rows.length];
  const zeros = ({ type }: Value) => b.broadcast(b.constant({ value: 0 }), { shape: type.shape });
  const finals = instruction.inputs.states.map((state, i) => outputGradients[i] ?? zeros(state));
  const rowGradients = outputGradients.slice(states).flatMap((value, i) => (value ? [{ value, i }] : []));
  const summed = constants.filter(isActive);
  const wantedRows = rows.map(isActive);

  const [ends, sequencesOut] = makeScan(
    b,
    {
      states: [...finals, ...summed.map(zeros)],
      sequences: [...previousStates(b, instruction), ...rows, ...rowGradients.map(({ value }) => value)],
      constants,
      reverse: !reverse,
    },
    (inner, given) => {
      const [after, sums] = [given.states.slice(0, states), given.states.slice(states)];
      const [before, row] = [given.rows.slice(0, states), given.rows.slice(states, states + sequences)];
      const results = appendBody(inner, body, [...before, ...row, ...given.constants]);
      const seeds = [
        ...after.map((gradient, i) => [at(results, i), gradient] as const),
        ...rowGradients.map(
          ({ i }, j) => [at(results, states + i), at(given.rows, states + sequences + j)] as const,
        ),
      ];
      const summedInside = given.constants.filter((_, i) => isActive(at(constants, i)));
      const wanted = [...before, ...row.filter((_, i) => wantedRows[i]), ...summedInside];
      const found = backpropagate(inner, seeds, wanted).map(
        (gradient, i) =>
          gradient ?? inner.b.broadcast(inner.b.constant({ value: 0 }), { shape: at(wanted, i).type.shape }),
      );
      const firstSum = found.length - sums.length;
      return {
        states: [
          ...found.slice(0, states),
          ...sums.map((sum, i) => inner.b.add(sum, at(found, firstSum + i))),
        ],
        rows: found.slice(states, firstSum),
      };
    },
  );
  const rowsFound = [...sequencesOut];
  const sumsFound = ends.slice(states);
  return {
    states: ends.slice(0, states),
    sequences: wantedRows.map((isWanted) => (isWanted ? rowsFound.shift() : undefined)),
    constants: constants.map((constant) => (isActive(constant) ? sumsFound.shift() : undefined)),
  };
}
