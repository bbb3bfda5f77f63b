import { broadcastShapes, at, sameShape } from "../tensor/tensor";
import { operations } from "../ops";
import type { Instruction, Operation, Value } from "../ops/operation";
import { kindOf } from "./dataflow";
import { joinPads } from "./joinPads";
import type { Program } from "./program";

/**
 * One pass of local rewriting: values that repeat another are dropped (x·1, x + 0, a reshape to the same shape,
 * identities), broadcasts that an elementwise consumer does anyway are skipped, scalar arithmetic is done now, equal
 * instructions are computed once, and what nothing needs is removed. Numbers stay the same up to the order of
 * operations; NaN stays NaN.
 */
export function simplify(program: Program): Program {
  const replacements = new Map<number, Value>();
  const resolve = (value: Value): Value => replacements.get(value.id) ?? value;
  const definitions = new Map<number, Instruction>();
  const known = new Map<string, Instruction>();
  const instructions: Instruction[] = [];

  for (const original of joinPads(program).instructions) {
    const instruction = skipBroadcasts(
      fold({ ...original, inputs: original.inputs.map(resolve) }, definitions),
      definitions,
    );
    const same = repeats(instruction, definitions);
    if (same) {
      replacements.set(at(instruction.outputs, 0).id, same);
      continue;
    }
    const key = JSON.stringify(
      [instruction.op, instruction.inputs.map(({ id }) => id), instruction.attributes],
      writeNotFinite,
    );
    const twin = known.get(key);
    if (twin) {
      instruction.outputs.forEach(({ id }, i) => replacements.set(id, at(twin.outputs, i)));
      continue;
    }
    known.set(key, instruction);
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

/** JSON writes NaN and both infinities alike. */
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
    for (const { id } of instruction.inputs) needed.add(id);
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
  return instruction?.op === "constant"
    ? (instruction as Instruction<"constant">).attributes.value
    : undefined;
}

/** The value that a one-output instruction merely repeats. */
function repeats(instruction: Instruction, definitions: Definitions): Value | undefined {
  const [x, y] = instruction.inputs;
  const [result] = instruction.outputs;
  if (!x || !result) return undefined;
  const keepsShape = (value: Value) => sameShape(value.type.shape, result.type.shape);
  const isConstant = (value: Value | undefined, number: number) =>
    value !== undefined && constantOf(value, definitions) === number;
  switch (instruction.op) {
    case "stopGradient":
    case "straightThrough":
      return x;
    case "reshape":
    case "broadcast":
      return keepsShape(x) ? x : undefined;
    case "cast":
      return x.type.dtype === result.type.dtype ? x : undefined;
    case "transpose":
      return (instruction as Instruction<"transpose">).attributes.permutation.every((axis, i) => axis === i)
        ? x
        : undefined;
    case "slice":
    case "pad":
      return keepsShape(x) ? x : undefined;
    case "concat":
      return instruction.inputs.length === 1 ? x : undefined;
    case "sum":
    case "max":
      return (instruction as Instruction<"sum" | "max">).attributes.axes.length === 0 ? x : undefined;
    case "mul":
      if (y && isConstant(y, 1) && keepsShape(x)) return x;
      return y && isConstant(x, 1) && keepsShape(y) ? y : undefined;
    case "div":
      return isConstant(y, 1) && keepsShape(x) ? x : undefined;
    case "add":
      if (y && isConstant(y, 0) && keepsShape(x)) return x;
      return y && isConstant(x, 0) && keepsShape(y) ? y : undefined;
    case "sub":
      return isConstant(y, 0) && keepsShape(x) ? x : undefined;
    default:
      return undefined;
  }
}

/** Does scalar float32 arithmetic on constants now, in float64, and joins chains of reshapes and of negations. */
function fold(instruction: Instruction, definitions: Definitions): Instruction {
  const { op, inputs, outputs, attributes } = instruction;
  const [result] = outputs;
  const [x] = inputs;
  if (!result || !x) return instruction;
  if (op === "reshape") {
    const source = definitions.get(x.id);
    return source?.op === "reshape" ? { ...instruction, inputs: [at(source.inputs, 0)] } : instruction;
  }
  if (op === "neg") {
    const source = definitions.get(x.id);
    if (source?.op === "neg")
      return {
        op: "reshape",
        inputs: [at(source.inputs, 0)],
        outputs,
        attributes: { shape: result.type.shape },
      };
  }
  const { reference } = operations[op];
  const isScalarArithmetic =
    kindOf(instruction) === "elementwise" &&
    result.type.shape.length === 0 &&
    result.type.dtype === "float32";
  if (!isScalarArithmetic) return instruction;
  const constants = inputs.map((input) => constantOf(input, definitions));
  if (constants.includes(undefined) || inputs.some(({ type }) => type.dtype !== "float32"))
    return instruction;
  const computed = { type: result.type, data: new Float64Array(1) };
  const operands = inputs.map((input, i) => ({
    type: input.type,
    data: Float64Array.of(constants[i] ?? NaN),
  }));
  (reference as Operation["reference"])(operands, [computed], attributes, () => []);
  return { op: "constant", inputs: [], outputs, attributes: { value: computed.data[0] ?? NaN } };
}

/** Reads past a broadcast where the elementwise operation's own broadcasting gives the same shape. */
function skipBroadcasts(instruction: Instruction, definitions: Definitions): Instruction {
  const [result] = instruction.outputs;
  if (kindOf(instruction) !== "elementwise" || !result) return instruction;
  const inputs = [...instruction.inputs];
  inputs.forEach((input, i) => {
    const source = definitions.get(input.id);
    if (source?.op !== "broadcast") return;
    const narrow = at(source.inputs, 0);
    const shapes = inputs.map((other, j) => (i === j ? narrow : other).type.shape);
    const shape = shapes.reduce<number[] | undefined>(
      (left, right) => left && broadcastShapes(left, right),
      [],
    );
    if (shape && sameShape(shape, result.type.shape)) inputs[i] = narrow;
  });
  return { ...instruction, inputs };
}
