import type { Builder, Value } from "../../ops/operation";
import { recurrentCells, type CellName } from "../../ops/recurrentCells";
import { stackSteps } from "../../ops/recurrentSteps";
import { at } from "../../tensor/tensor";
import type { LowerContext } from "../layer";
import { dropout } from "../functional/dropout";
import { directionsOf, firstOf, stateShape, type recurrentParams } from "./recurrent";

/**
 * Runs a cell over a sequence [N, time, features] through all layers and directions. With a mask, steps where it is 0
 * leave the states unchanged and output 0, as with PyTorch's packed sequences: the final state is that after the last
 * step that counts, and the reverse direction begins there.
 * https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_padded_sequence.html
 */
export function runRecurrent(
  context: LowerContext<typeof recurrentParams>,
  cell: CellName,
): Record<string, Value> {
  const { b, params, inputs, input, weight } = context;
  const { numLayers, bidirectional } = params;
  const { states } = recurrentCells[cell];
  const directions = directionsOf(params);
  const x = input("input");
  const mask = maskOf(b, inputs.mask?.[0], x);
  const shape = [at(x.type.shape, 0), ...stateShape(params)];
  const starts = new Map(
    states.map((state) => [
      state,
      params.carry ? context.carried(state, shape) : inputs[firstOf(state)]?.[0],
    ]),
  );
  /** The states before the first step of one layer, one per direction, or none if they are zeros. */
  const before = (state: "hidden" | "cell", layer: number) => {
    const given = starts.get(state);
    return given
      ? directions.map((_, direction) => stateOfRun(b, given, layer * directions.length + direction, shape))
      : [];
  };
  /** Of each layer, the states after the last step: of each kind one per direction. */
  const after: (readonly Value[])[] = [];
  let sequence = mask ? withoutPadding(b, x, mask) : x;
  for (let layer = 0; layer < numLayers; layer++) {
    const named = (...names: string[]) =>
      directions.flatMap((direction) => names.map((name) => weight(`${name}_l${layer}${direction}`)));
    const [output, ...finals] = b.recurrent(
      {
        sequence,
        weights: named("weight_ih", "weight_hh"),
        biases: params.bias ? named("bias_ih", "bias_hh") : [],
        hidden: before("hidden", layer),
        cell: before("cell", layer),
        mask,
      },
      { cell, bidirectional },
    );
    if (!output) throw new Error("a recurrent layer has an output");
    after.push(finals);
    sequence = layer < numLayers - 1 ? dropout(context, output, params.dropout) : output;
  }
  const lasts = states.map((state, i) => {
    const runs = after.flatMap((finals) => finals.slice(i * directions.length, (i + 1) * directions.length));
    return [state, runs.length === 1 ? at(runs, 0) : stackSteps(b, runs)] as const;
  });
  if (params.carry) for (const [state, last] of lasts) context.carry(state, last);
  return { output: sequence, ...Object.fromEntries(lasts) };
}

/** A mask [N, time] as float32; one for all samples, [time], is repeated for each. */
function maskOf(b: Builder, mask: Value | undefined, x: Value): Value | undefined {
  const shape = x.type.shape.slice(0, 2);
  return mask && b.broadcast(b.cast(mask, { dtype: "float32" }), { shape });
}

/** The sequence [N, time, features] with padding set to 0: otherwise a NaN there would reach the weights' gradients. */
function withoutPadding(b: Builder, x: Value, mask: Value): Value {
  return b.where(b.reshape(mask, { shape: [...mask.type.shape, 1] }), x, 0);
}

/** The initial state [N, hidden] of one layer in one direction, from those given for all of them. */
function stateOfRun(b: Builder, given: Value, run: number, shape: readonly number[]): Value {
  const all = b.broadcast(given, { shape });
  if (shape.length === 2) return all;
  const [batch, hidden] = [at(shape, 0), at(shape, 2)];
  const one = b.slice(all, { starts: [0, run, 0], ends: [batch, run + 1, hidden] });
  return b.reshape(one, { shape: [batch, hidden] });
}
