import type { Program } from "../../compiler/program";
import type { Instruction, Value } from "../../ops/operation";
import { at } from "../../ops/tensor";

/** What lies between `start` and `end` on the only axis along which a pad adds zeros. */
interface Piece {
  readonly value: Value;
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Sums of pads that lie side by side become one concatenation. The gradient of a tensor that was sliced into time
 * steps or gates is such a sum, and adding whole tensors of mostly zeros takes most of a recurrent layer's time.
 */
export function joinPads(program: Program): Program {
  const makers = new Map<number, Instruction>();
  const uses = countUses(program);
  const pieces = new Map<number, readonly Piece[]>();
  const piecesOf = (value: Value): readonly Piece[] | undefined =>
    uses.get(value.id) === 1 ? (pieces.get(value.id) ?? pieceOf(makers.get(value.id))) : undefined;
  for (const instruction of program.instructions) {
    for (const { id } of instruction.outputs) makers.set(id, instruction);
    if (instruction.op !== "add") continue;
    const [left, right] = instruction.inputs.map(piecesOf);
    if (left && right) pieces.set(at(instruction.outputs, 0).id, [...left, ...right]);
  }
  return {
    ...program,
    instructions: program.instructions.map((instruction) => {
      const [result] = instruction.outputs;
      const found = instruction.op === "add" && result ? pieces.get(result.id) : undefined;
      return (found && result && concatenation(found, result)) ?? instruction;
    }),
  };
}

function pieceOf(instruction: Instruction | undefined): Piece[] | undefined {
  if (instruction?.op !== "pad") return undefined;
  const { before, after } = (instruction as Instruction<"pad">).attributes;
  const padded = before.flatMap((size, axis) => (size > 0 || at(after, axis) > 0 ? [axis] : []));
  const [axis] = padded;
  if (axis === undefined || padded.length > 1) return undefined;
  const value = at(instruction.inputs, 0);
  const start = at(before, axis);
  return [{ value, axis, start, end: start + at(value.type.shape, axis) }];
}

/** The pieces one after the other, where together they are the whole. */
function concatenation(pieces: readonly Piece[], whole: Value): Instruction<"concat"> | undefined {
  const { axis } = at(pieces, 0);
  const sorted = pieces.toSorted((a, b) => a.start - b.start);
  let covered = 0;
  for (const piece of sorted) {
    if (piece.axis !== axis || piece.start !== covered) return undefined;
    covered = piece.end;
  }
  if (covered !== whole.type.shape[axis]) return undefined;
  return { op: "concat", inputs: sorted.map(({ value }) => value), outputs: [whole], attributes: { axis } };
}

function countUses({ instructions, state, outputs }: Program): Map<number, number> {
  const uses = new Map<number, number>();
  const count = ({ id }: Value) => uses.set(id, (uses.get(id) ?? 0) + 1);
  for (const { inputs } of instructions) inputs.forEach(count);
  for (const { next } of state) if (next) count(next);
  for (const { value } of outputs) count(value);
  return uses;
}
