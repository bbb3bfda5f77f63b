import { mapInputs } from "../ops/inputs";
import type { AttributesOf, InputsOf, Value } from "../ops/operation";
import { at } from "../tensor/tensor";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { appendBody } from "./scan";
import { simplify } from "./simplify";

/** The same Program with every scan unrolled, for targets without loops or without nested loops. */
export function unrollScans(program: Program): Program {
  if (!program.instructions.some(({ op }) => op === "scan")) return program;
  const builder = new ProgramBuilder();
  const values = new Map<number, Value>();
  const valueOf = ({ id }: Value): Value => {
    const value = values.get(id);
    if (!value) throw new Error(`value ${String(id)} is used before it is computed`);
    return value;
  };
  for (const { name, value } of program.feeds) values.set(value.id, builder.feed(name, value.type));
  for (const { name, value } of program.state) values.set(value.id, builder.slot(name, value.type));
  for (const instruction of program.instructions) {
    const { op, outputs, attributes } = instruction;
    const inputs = mapInputs(instruction.inputs, valueOf);
    const made =
      op === "scan"
        ? unroll(builder, inputs as InputsOf<"scan">, instruction.attributes)
        : builder.append(op, inputs, attributes);
    made.forEach((value, i) => values.set(at(outputs, i).id, value));
  }
  for (const { name, next } of program.state) if (next) builder.update(name, valueOf(next));
  for (const { name, value } of program.outputs) builder.output(name, valueOf(value));
  return simplify(builder.finish());
}

function unroll(
  builder: ProgramBuilder,
  { states, sequences, constants }: InputsOf<"scan">,
  { body, reverse }: AttributesOf<"scan">,
): Value[] {
  const { b } = builder;
  const length = at(at(sequences, 0).type.shape, 0);
  const order = Array.from({ length }, (_, step) => (reverse ? length - 1 - step : step));
  let current = states;
  const emitted: Value[][] = [];
  for (const index of order) {
    const rows = sequences.map((sequence) => {
      const [, ...sizes] = sequence.type.shape;
      const starts = [index, ...sizes.map(() => 0)];
      return b.reshape(b.slice(sequence, { starts, ends: [index + 1, ...sizes] }), { shape: sizes });
    });
    const results = appendBody(builder, body, [...current, ...rows, ...constants]);
    current = results.slice(0, states.length);
    emitted[index] = results.slice(states.length);
  }
  const rows = body.outputs.slice(states.length).map((_, i) =>
    b.concat(
      emitted.map((row) => {
        const value = at(row, i);
        return b.reshape(value, { shape: [1, ...value.type.shape] });
      }),
      { axis: 0 },
    ),
  );
  return [...current, ...rows];
}
