import type { Builder, Value } from "../../ops/operation";
import type { ReductionAttributes } from "../../ops/reduction";
import { at } from "../../tensor/tensor";
import { defineLayer, type Layer } from "../layer";
import type { Reference } from "../../parameters/reference";
import { anyNumber, someOf } from "../range";
import { reducedAxes, reducedSize, reducedType, reduceParams } from "../functional/reduce";
import { axesBut, axesOf } from "../moves";

interface Reduction {
  readonly type: string;
  readonly summary: string;
  readonly keywords?: readonly string[];
  readonly reference: Omit<Reference, "shapes">;
  /** Whether the result lies between the smallest and the largest of the elements. */
  readonly between?: boolean;
  /** Reduces `size` elements to one. */
  readonly reduce: (b: Builder, x: Value, over: ReductionAttributes, size: number) => Value;
}

/** A layer that reduces axes. */
export function defineReduction({ reduce, between, reference, ...rest }: Reduction): Layer {
  return defineLayer({
    ...rest,
    category: "structure",
    reference: {
      ...reference,
      shapes:
        "input [N, *], output [N, *] without the axes of dim, or with size 1 there (keepDim); [N] for all axes",
    },
    params: reduceParams,
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ params: { dim, keepDim }, input }) => ({ output: reducedType(input("input"), dim, keepDim) }),
    moves: ({ params: { dim, keepDim }, arriving }) => {
      const axes = axesBut(arriving, ...reducedAxes(arriving, dim));
      return axesOf(keepDim ? axes : axes.filter((axis) => axis !== undefined));
    },
    ranges: ({ range }) => ({ output: between ? someOf(range("input")) : anyNumber }),
    lower: ({ b, params: { dim, keepDim }, input, types }) => {
      const type = at(types.input ?? [], 0);
      const over = { axes: reducedAxes(type, dim), keepDims: keepDim };
      return { output: reduce(b, input("input"), over, reducedSize(type, dim)) };
    },
  });
}
