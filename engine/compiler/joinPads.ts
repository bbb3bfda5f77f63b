import { operandsOf } from "../ops/inputs";
import type { Instruction, Value } from "../ops/operation";
import { at, sameShape } from "../tensor/tensor";
import type { Program } from "./program";

/** A term of a sum: a tensor that fills a range of one axis, and zeros elsewhere. */
interface Piece {
  readonly value: Value;
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Replaces a sum of padded tensors that cover an axis piece by piece with their concatenation. Such a sum is the
 * gradient of a tensor that was cut into slices, as a sequence is into its steps. It would read and add every element
 * once per slice, though all but one of them are zeros.
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

  /** Sums that are used only as a term of a larger sum. */
  const inner = new Set<number>();
  const termsOf = (sum: Instruction<"add">): Value[] => {
    const { shape } = at(sum.outputs, 0).type;
    const terms: Value[] = [];
    const pending = [sum.inputs.y, sum.inputs.x];
    for (let input = pending.pop(); input; input = pending.pop()) {
      const definition = definitions.get(input.id);
      if (definition?.op !== "add" || uses.get(input.id) !== 1 || !sameShape(input.type.shape, shape)) {
        terms.push(input);
        continue;
      }
      inner.add(input.id);
      pending.push(definition.inputs.y, definition.inputs.x);
    }
    return terms;
  };

  const concats = new Map<Instruction, Instruction>();
  for (const sum of [...instructions].reverse()) {
    const result = at(sum.outputs, 0);
    if (sum.op !== "add" || inner.has(result.id)) continue;
    const pieces = termsOf(sum).map((term) => pieceOf(definitions.get(term.id), result));
    const sorted = sortPieces(pieces, result);
    if (!sorted) continue;
    const attributes = { axis: at(sorted, 0).axis };
    concats.set(sum, {
      op: "concat",
      inputs: { parts: sorted.map(({ value }) => value) },
      outputs: sum.outputs,
      attributes,
    });
  }
  return {
    ...program,
    instructions: instructions.map((instruction) => concats.get(instruction) ?? instruction),
  };
}

/** The piece that a pad along one axis contributes to a sum; undefined for other terms. */
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

/** The pieces in order, if they cover one axis without gaps or overlaps. */
function sortPieces(pieces: readonly (Piece | undefined)[], { type }: Value): readonly Piece[] | undefined {
  const sorted = pieces.flatMap((piece) => piece ?? []).sort((a, b) => a.start - b.start);
  const [first] = sorted;
  if (!first || sorted.length < pieces.length || sorted.some(({ axis }) => axis !== first.axis))
    return undefined;
  const adjacent = sorted.every(({ start }, i) => start === (i === 0 ? 0 : at(sorted, i - 1).end));
  return adjacent && at(sorted, sorted.length - 1).end === type.shape[first.axis] ? sorted : undefined;
}
