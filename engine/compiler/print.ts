import { operationOf } from "../ops";
import { areNamed, mapInputs, operandsOf } from "../ops/inputs";
import type { Instruction, Value } from "../ops/operation";
import type { Program } from "./program";

/**
 * A Program as text, one instruction per line, for tests and for debugging. Values are numbered in order of appearance,
 * whatever their ids.
 */
export function print(program: Program): string {
  const names = new Map<number, string>();
  const nameOf = (value: Value): string => {
    const known = names.get(value.id);
    if (known) return known;
    const name = `%${String(names.size)}`;
    names.set(value.id, name);
    return name;
  };
  const typed = (value: Value) => `${nameOf(value)}: ${value.type.dtype}[${value.type.shape.join(", ")}]`;
  const lines = [
    ...program.feeds.map(({ name, value }) => `feed ${typed(value)} = ${name}`),
    ...program.state.map(({ name, value }) => `state ${typed(value)} = ${name}`),
    ...program.instructions.map((instruction) => {
      const results = instruction.outputs.map(typed).join(", ");
      return `${results} = ${call(instruction, nameOf)}`;
    }),
    ...program.state.flatMap(({ name, next }) => (next ? [`next ${name} = ${nameOf(next)}`] : [])),
    ...program.outputs.map(({ name, value }) => `output ${name} = ${nameOf(value)}`),
  ];
  return lines.join("\n");
}

/** Operands are printed in order if that is unambiguous, otherwise by name. */
function call(instruction: Instruction, nameOf: (value: Value) => string): string {
  const { op, inputs, attributes } = instruction;
  const words = Object.entries(attributes).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const operands = areNamed(operationOf(op).inputs)
    ? Object.entries(mapInputs(inputs, nameOf)).flatMap(([name, given]) => {
        if (given === undefined) return [];
        return `${name}=${Array.isArray(given) ? `[${given.join(", ")}]` : String(given)}`;
      })
    : operandsOf(instruction).map(nameOf);
  return `${op}(${operands.join(", ")})${words.length > 0 ? ` {${words.join(" ")}}` : ""}`;
}
