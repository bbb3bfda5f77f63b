import type { TypedGraph } from "../graph/typedGraph";
import { initializers } from "../initializers";
import { drawsOf, type Draws } from "../initializers/draws";
import type { Initializer } from "../layers/initializer";
import { sizeOf } from "../ops/tensor";
import { weightsOf } from "./weights";

/**
 * The weights that training starts from, by name, in float64. Each is drawn by Philox from the seed and its own name,
 * so that adding a layer leaves the others as they were.
 */
export function initialWeights(typed: TypedGraph, seed: number): Record<string, Float64Array> {
  return Object.fromEntries(
    weightsOf(typed).map(({ name, shape, init }) => [name, sample(init, shape, drawsOf(seed, name))]),
  );
}

function sample(init: Initializer, shape: readonly number[], draws: Draws): Float64Array {
  const size = sizeOf(shape);
  switch (init.kind) {
    case "constant":
      return new Float64Array(size).fill(init.value);
    case "uniform":
      return inPlace(draws.uniform(size), (u) => (2 * u - 1) * init.bound);
    case "normal": {
      const values = inPlace(draws.normal(size), (z) => z * init.standardDeviation);
      const row = size / (shape[0] ?? 1);
      if (init.zeroRow !== undefined) values.fill(0, init.zeroRow * row, (init.zeroRow + 1) * row);
      return values;
    }
    case "rule": {
      const rule = initializers.get(init.rule);
      if (!rule) throw new Error(`no initialiser called ${init.rule}`);
      return rule.sample({ params: init.params, shape, draws });
    }
  }
}

/** `map` without a second array: the weights may be most of what fits into memory. */
function inPlace(values: Float64Array, change: (value: number) => number): Float64Array {
  for (let i = 0; i < values.length; i++) values[i] = change(values[i] ?? 0);
  return values;
}
