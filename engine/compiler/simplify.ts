import { broadcastShapes, at, sameShape, type HostTensor } from "../tensor/tensor";
import { operationOf } from "../ops";
import { mapInputs, operandsOf, withInputs } from "../ops/inputs";
import type { Instruction, Value } from "../ops/operation";
import { kindOf } from "./dataflow";
import { joinPads } from "./joinPads";
import type { Program } from "./program";

/**
 * One pass of local rewriting: values that repeat another are dropped (x·1, x + 0, a reshape to the same shape,
 * identities), broadcasts that an elementwise consumer does anyway are skipped, scalar arithmetic is folded,
 * common subexpressions are computed once, and dead code is removed. Numbers stay the same up to the order of
 * operations; NaN stays NaN.
 */
export function simplify(program: Program): Program {
  const replacements = new Map<number, Value>();
  const resolve = (value: Value): Value => replacements.get(value.id) ?? value;
  const definitions = new Map<number, Instruction>();
  const seen = new Map<string, Instruction>();
  const instructions: Instruction[] = [];

  for (const original of joinPads(program).instructions) {
    const instruction = skipBroadcasts(
      fold(withInputs(original, mapInputs(original.inputs, resolve)), definitions),
      definitions,
    );
    const same = equalTo(instruction, definitions);
    if (same) {
      replacements.set(at(instruction.outputs, 0).id, same);
      continue;
    }
    const key = JSON.stringify(
      [instruction.op, mapInputs<Value, number>(instruction.inputs, ({ id }) => id), instruction.attributes],
      writeNotFinite,
    );
    const duplicate = seen.get(key);
    if (duplicate) {
      instruction.outputs.forEach(({ id }, i) => replacements.set(id, at(duplicate.outputs, i)));
      continue;
    }
    seen.set(key, instruction);
    for (const { id } of instruction.outputs) definitions.set(id, instruction);
    instructions.push(instruction);
  }
  return removeUnused({
    feeds: program.feeds,
    state: program.state.map((slot) => (slot.next ? { ...slot, next: resolve(slot.next) } : slot)),
    instructions,
    outputs: program.outputs.map((output) => ({ ...output, value: resolve(output.value) })),
  });
}

/** JSON would write NaN and both infinities as null. */
function writeNotFinite(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** Drops instructions that neither an output nor the next state needs, and feeds that nothing reads. */
export function removeUnused(program: Program): Program {
  const needed = new Set<number>();
  for (const { next } of program.state) if (next) needed.add(next.id);
  for (const { value } of program.outputs) needed.add(value.id);
  const instructions: Instruction[] = [];
  for (const instruction of [...program.instructions].reverse()) {
    if (!instruction.outputs.some(({ id }) => needed.has(id))) continue;
    for (const { id } of operandsOf(instruction)) needed.add(id);
    instructions.push(instruction);
  }
  return {
    ...program,
    feeds: program.feeds.filter(({ value }) => needed.has(value.id)),
    state: program.state.filter(({ value, next }) => next !== undefined || needed.has(value.id)),
    instructions: instructions.reverse(),
  };
}

type Definitions = ReadonlyMap<number, Instruction>;

function constantOf(value: Value, definitions: Definitions): number | undefined {
  const instruction = definitions.get(value.id);
  return instruction?.op === "constant" ? instruction.attributes.value : undefined;
}

/** The value that an instruction's only output is equal to. */
function equalTo(instruction: Instruction, definitions: Definitions): Value | undefined {
  const [result] = instruction.outputs;
  const keepsShape = (value: Value) => sameShape(value.type.shape, result.type.shape);
  const isConstant = (value: Value, number: number) => constantOf(value, definitions) === number;
  switch (instruction.op) {
    case "stopGradient":
      return instruction.inputs.x;
    case "straightThrough":
      return instruction.inputs.value;
    case "reshape":
    case "broadcast":
    case "slice":
    case "pad": {
      const { x } = instruction.inputs;
      return keepsShape(x) ? x : undefined;
    }
    case "cast": {
      const { x } = instruction.inputs;
      return x.type.dtype === instruction.attributes.dtype ? x : undefined;
    }
    case "transpose":
      return instruction.attributes.permutation.every((axis, i) => axis === i)
        ? instruction.inputs.x
        : undefined;
    case "concat": {
      const { parts } = instruction.inputs;
      return parts.length === 1 ? parts[0] : undefined;
    }
    case "sum":
    case "max":
      return instruction.attributes.axes.length === 0 ? instruction.inputs.x : undefined;
    case "mul": {
      const { x, y } = instruction.inputs;
      if (isConstant(y, 1) && keepsShape(x)) return x;
      return isConstant(x, 1) && keepsShape(y) ? y : undefined;
    }
    case "div": {
      const { x, y } = instruction.inputs;
      return isConstant(y, 1) && keepsShape(x) ? x : undefined;
    }
    case "add": {
      const { x, y } = instruction.inputs;
      if (isConstant(y, 0) && keepsShape(x)) return x;
      return isConstant(x, 0) && keepsShape(y) ? y : undefined;
    }
    case "sub": {
      const { x, y } = instruction.inputs;
      return isConstant(y, 0) && keepsShape(x) ? x : undefined;
    }
    default:
      return undefined;
  }
}

/** Folds scalar float32 arithmetic on constants, in float64, and joins chains of reshapes and of negations. */
function fold(instruction: Instruction, definitions: Definitions): Instruction {
  const { op, outputs, attributes } = instruction;
  const [result] = outputs;
  if (op === "reshape") {
    const source = definitions.get(instruction.inputs.x.id);
    return source?.op === "reshape" ? { ...instruction, inputs: source.inputs } : instruction;
  }
  if (op === "neg") {
    const source = definitions.get(instruction.inputs.x.id);
    if (source?.op === "neg")
      return {
        op: "reshape",
        inputs: source.inputs,
        outputs: instruction.outputs,
        attributes: { shape: instruction.outputs[0].type.shape },
      };
  }
  const operands = operandsOf(instruction);
  const isScalarArithmetic =
    operands.length > 0 &&
    kindOf(instruction) === "elementwise" &&
    result.type.shape.length === 0 &&
    result.type.dtype === "float32";
  const { reference } = operationOf(op);
  if (!isScalarArithmetic || !reference) return instruction;
  const constants = new Map(operands.map((operand) => [operand.id, constantOf(operand, definitions)]));
  if ([...constants.values()].includes(undefined) || operands.some(({ type }) => type.dtype !== "float32"))
    return instruction;
  const computed = { type: result.type, data: new Float64Array(1) };
  const numbers = mapInputs<Value, HostTensor>(instruction.inputs, ({ id, type }) => ({
    type,
    data: Float64Array.of(constants.get(id) ?? NaN),
  }));
  reference(numbers, [computed], attributes, () => []);
  return { op: "constant", inputs: {}, outputs: [result], attributes: { value: computed.data[0] ?? NaN } };
}

/** Skips a broadcast where the elementwise operation's own broadcasting gives the same shape. */
function skipBroadcasts(instruction: Instruction, definitions: Definitions): Instruction {
  const [result] = instruction.outputs;
  if (kindOf(instruction) !== "elementwise") return instruction;
  const operands = operandsOf(instruction);
  if (!operands.some(({ id }) => definitions.get(id)?.op === "broadcast")) return instruction;
  operands.forEach((input, i) => {
    const source = definitions.get(input.id);
    if (source?.op !== "broadcast") return;
    const narrow = source.inputs.x;
    const shapes = operands.map((other, j) => (i === j ? narrow : other).type.shape);
    const shape = shapes.reduce<number[] | undefined>(
      (left, right) => left && broadcastShapes(left, right),
      [],
    );
    if (shape && sameShape(shape, result.type.shape)) operands[i] = narrow;
  });
  let next = 0;
  return withInputs(
    instruction,
    mapInputs(instruction.inputs, () => at(operands, next++)),
  );
}
