import { mapInputs } from "../ops/inputs";
import type { Body, Builder, Instruction, Value } from "../ops/operation";
import type { ScanInputs, ScanStep } from "../ops/scan";
import { at, type TensorType } from "../tensor/tensor";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";

/** One step: from states, rows and constants to new states and output rows. */
type Step = (
  builder: ProgramBuilder,
  given: ScanStep,
) => { readonly states: readonly Value[]; readonly rows: readonly Value[] };

/** Appends a scan; returns the final states and the sequences of the output rows. */
export function makeScan(
  b: Builder,
  { states, sequences, constants, reverse = false }: ScanInputs,
  step: Step,
): readonly [states: readonly Value[], rows: readonly Value[]] {
  const builder = new ProgramBuilder();
  const feed = (name: string, types: readonly TensorType[]) =>
    types.map((type, i) => builder.feed(`${name}${String(i)}`, type));
  const given = {
    states: feed(
      "state",
      states.map(({ type }) => type),
    ),
    rows: feed(
      "row",
      sequences.map(({ type }) => ({ ...type, shape: type.shape.slice(1) })),
    ),
    constants: feed(
      "constant",
      constants.map(({ type }) => type),
    ),
  };
  const results = step(builder, given);
  [...results.states, ...results.rows].forEach((value, i) => {
    builder.output(String(i), value);
  });
  const whole = builder.finish();
  const body: Body = { ...simplify(whole), feeds: whole.feeds };
  const outputs = b.scan({ states, sequences, constants }, { body, reverse });
  return [outputs.slice(0, states.length), outputs.slice(states.length)];
}

/**
 * Repeats a step along sequences [T, …] and returns the states after every row, [T, …] each. The scan is differentiable
 * because the backward pass starts each of its steps from these states.
 */
export function scanStates(
  b: Builder,
  inputs: ScanInputs,
  step: (b: Builder, given: ScanStep) => readonly Value[],
): readonly Value[] {
  const [, rows] = makeScan(b, inputs, (builder, given) => {
    const states = step(builder.b, given);
    return { states, rows: states };
  });
  return rows;
}

/** The states before each row of a scan, [T, …] each; its first output rows must be the states after each row. */
export function previousStates(
  b: Builder,
  { inputs: { states }, outputs, attributes: { body, reverse } }: Instruction<"scan">,
): Value[] {
  return states.map((first, i) => {
    const output = body.outputs[states.length + i];
    if (output?.value !== at(body.outputs, i).value) throw new Error("this scan does not output its states");
    const after = at(outputs, states.length + i);
    const [length, ...sizes] = after.type.shape;
    const row = b.reshape(first, { shape: [1, ...first.type.shape] });
    if (length === undefined || length === 1) return row;
    const zeros = sizes.map(() => 0);
    return reverse
      ? b.concat([b.slice(after, { starts: [1, ...zeros], ends: [length, ...sizes] }), row], { axis: 0 })
      : b.concat([row, b.slice(after, { starts: [0, ...zeros], ends: [length - 1, ...sizes] })], { axis: 0 });
  });
}

/** Appends a body's instructions with the given inputs; returns its outputs. */
export function appendBody(builder: ProgramBuilder, body: Body, inputs: readonly Value[]): Value[] {
  const values = new Map<number, Value>(body.feeds.map(({ value }, i) => [value.id, at(inputs, i)]));
  const valueOf = ({ id }: Value): Value => {
    const value = values.get(id);
    if (!value) throw new Error(`value ${String(id)} is used before it is computed`);
    return value;
  };
  for (const { op, inputs: operands, outputs, attributes } of body.instructions)
    builder.append(op, mapInputs(operands, valueOf), attributes).forEach((value, i) => {
      values.set(at(outputs, i).id, value);
    });
  return body.outputs.map(({ value }) => valueOf(value));
}
