import { operandsOf } from "../ops/inputs";
import type { Instruction, Value } from "../ops/operation";
import { at, sameShape } from "../tensor/tensor";
import type { Program } from "./program";

/** A tensor that fills a range of one axis of a sum, which is 0 elsewhere. */
interface Piece {
  readonly value: Value;
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Writes a sum of padded tensors that cover an axis piece by piece as their concatenation. Such sums are the gradient
 * of a tensor that was cut into slices, a sequence into its steps: as a sum, every element is read and added once for
 * each slice, though all but one are zeros.
 */
export function joinPads(program: Program): Program {
  const { instructions } = program;
  const definitions = new Map<number, Instruction>();
  for (const instruction of instructions) definitions.set(at(instruction.outputs, 0).id, instruction);
  const uses = new Map<number, number>();
  for (const { id } of [
    ...instructions.flatMap(operandsOf),
    ...program.outputs.map(({ value }) => value),
    ...program.state.flatMap(({ next }) => next ?? []),
  ]) {
    uses.set(id, (uses.get(id) ?? 0) + 1);
  }

  /** Sums that are part of a larger one, and of that one only. */
  const inner = new Set<number>();
  const termsOf = (sum: Instruction<"add">): Value[] => {
    const { shape } = at(sum.outputs, 0).type;
    const terms: Value[] = [];
    const left = [sum.inputs.y, sum.inputs.x];
    for (let input = left.pop(); input; input = left.pop()) {
      const definition = definitions.get(input.id);
      if (definition?.op !== "add" || uses.get(input.id) !== 1 || !sameShape(input.type.shape, shape)) {
        terms.push(input);
        continue;
      }
      inner.add(input.id);
      left.push(definition.inputs.y, definition.inputs.x);
    }
    return terms;
  };

  const concats = new Map<Instruction, Instruction>();
  for (const sum of [...instructions].reverse()) {
    const result = at(sum.outputs, 0);
    if (sum.op !== "add" || inner.has(result.id)) continue;
    const pieces = termsOf(sum).map((term) => pieceOf(definitions.get(term.id), result));
    const row = inARow(pieces, result);
    if (!row) continue;
    const attributes = { axis: at(row, 0).axis };
    concats.set(sum, {
      op: "concat",
      inputs: { parts: row.map(({ value }) => value) },
      outputs: sum.outputs,
      attributes,
    });
  }
  return {
    ...program,
    instructions: instructions.map((instruction) => concats.get(instruction) ?? instruction),
  };
}

/** What a padding along one axis puts into a sum. */
function pieceOf(term: Instruction | undefined, { type }: Value): Piece | undefined {
  if (term?.op !== "pad") return undefined;
  const value = term.inputs.x;
  const { before } = term.attributes;
  const padded = type.shape.flatMap((size, axis) => (size === value.type.shape[axis] ? [] : [axis]));
  const [axis] = padded;
  if (padded.length !== 1 || axis === undefined || !sameShape(term.outputs[0].type.shape, type.shape))
    return undefined;
  const start = at(before, axis);
  return { value, axis, start, end: start + at(value.type.shape, axis) };
}

/** The pieces in order, if they cover one axis without gap or overlap. */
function inARow(pieces: readonly (Piece | undefined)[], { type }: Value): readonly Piece[] | undefined {
  const known = pieces.flatMap((piece) => piece ?? []).sort((a, b) => a.start - b.start);
  const [first] = known;
  if (!first || known.length < pieces.length || known.some(({ axis }) => axis !== first.axis))
    return undefined;
  const meets = known.every(({ start }, i) => start === (i === 0 ? 0 : at(known, i - 1).end));
  return meets && at(known, known.length - 1).end === type.shape[first.axis] ? known : undefined;
}
