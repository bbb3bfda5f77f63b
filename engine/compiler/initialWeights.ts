import type { TypedGraph } from "../graph/typedGraph";
import { initializers } from "../initializers";
import { drawsOf, type Draws, type FloatArray } from "../initializers/draws";
import type { Initializer } from "../layers/initializer";
import { sizeOf } from "../tensor/tensor";
import { weightsOf, type NamedWeight } from "./weights";

/**
 * The weights that training starts from, by name. Each is drawn by Philox from the seed and its own name, so that adding
 * a layer does not change the others; one that follows another is a copy of that one. Values are computed in float64 and written directly into arrays of the given type:
 * weights may take up most of the memory, so no second copy is made.
 */
export function initialWeights(typed: TypedGraph, seed: number): Record<string, Float64Array>;
export function initialWeights<A extends FloatArray>(
  typed: TypedGraph,
  seed: number,
  Floats: new (size: number) => A,
): Record<string, A>;
export function initialWeights(
  typed: TypedGraph,
  seed: number,
  Floats: new (size: number) => FloatArray = Float64Array,
): Record<string, FloatArray> {
  return Object.fromEntries(
    weightsOf(typed).map((weight) => {
      const values = new Floats(sizeOf(weight.shape));
      drawWeight(values, weight, seed);
      return [weight.name, values];
    }),
  );
}

/** Draws one weight into an array of zeros. */
export function drawWeight(
  values: FloatArray,
  { name, follows, shape, init }: Pick<NamedWeight, "name" | "follows" | "shape" | "init">,
  seed: number,
): void {
  fill(values, init, shape, drawsOf(seed, follows ?? name));
}

/** Peak bytes of scratch memory, in addition to the weights, while they are drawn one after the other. */
export function drawingBytes(typed: TypedGraph): number {
  return weightsOf(typed).reduce((most, { shape, init }) => {
    const scratch = init.kind === "rule" ? (initializers.get(init.rule)?.scratch ?? 0) : 0;
    return Math.max(most, scratch * sizeOf(shape));
  }, 0);
}

function fill(values: FloatArray, init: Initializer, shape: readonly number[], draws: Draws): void {
  switch (init.kind) {
    case "constant":
      values.fill(init.value);
      return;
    case "uniform":
      draws.uniform(values, (u) => (2 * u - 1) * init.bound);
      return;
    case "normal": {
      draws.normal(values, (z) => z * init.standardDeviation);
      const row = values.length / (shape[0] ?? 1);
      if (init.zeroRow !== undefined) values.fill(0, init.zeroRow * row, (init.zeroRow + 1) * row);
      return;
    }
    case "rule": {
      const rule = initializers.get(init.rule);
      if (!rule) throw new Error(`no initialiser called ${init.rule}`);
      rule.sample({ params: init.params, shape, draws, values });
    }
  }
}
