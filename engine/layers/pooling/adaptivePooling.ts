import type { Builder, Value } from "../../ops/operation";
import { sizeOf } from "../../tensor/tensor";
import type { Layer } from "../layer";
import { adaptiveMoves } from "../moves";
import { perAxis } from "../../parameters/parameter";
import { adaptiveAveragePool, adaptiveMaxPool, unevenSize } from "../functional/adaptivePool";
import { expectSpatial } from "../functional/expect";

function adaptiveParams(rank: number) {
  return {
    outputSize: perAxis(rank, {
      minimum: 1,
      help: "Size of the output, whatever the input's size.",
      unit: rank === 2 ? "px" : undefined,
    }),
  };
}

type Params = ReturnType<typeof adaptiveParams>;

function adaptivePooling(
  rank: number,
  apply: (b: Builder, x: Value, outputSize: readonly number[]) => Value,
) {
  return {
    category: "pooling",
    params: adaptiveParams(rank),
    fresh: { outputSize: 1 },
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ params, input }) => {
      const [channels = 0] = expectSpatial(input("input"), rank);
      return { output: { shape: ["N", channels, ...params.outputSize], dtype: "float32" } };
    },
    moves: ({ params, arriving }) => adaptiveMoves(arriving, params.outputSize),
    lower: ({ b, params, input }) => ({ output: apply(b, input("input"), params.outputSize) }),
  } satisfies Omit<Layer<Params>, "type" | "summary" | "reference">;
}

/** The part of an adaptive average pooling's record that depends only on its number of axes. */
export function adaptiveAveragePooling(rank: number) {
  return {
    ...adaptivePooling(rank, adaptiveAveragePool),
    // Uneven windows copied one after the other, before and after weighting.
    saves: ({ params, input }) => {
      const [channels = 0, ...sizes] = expectSpatial(input("input"), rank);
      return 2 * channels * unevenSize(sizes, params.outputSize);
    },
  } satisfies Omit<Layer<Params>, "type" | "summary" | "reference">;
}

/** The part of an adaptive maximum pooling's record that depends only on its number of axes. */
export function adaptiveMaxPooling(rank: number) {
  return {
    ...adaptivePooling(rank, adaptiveMaxPool),
    // The position of each maximum, and uneven windows copied one after the other.
    saves: ({ params, input }) => {
      const [channels = 0, ...sizes] = expectSpatial(input("input"), rank);
      return channels * (sizeOf(params.outputSize) + unevenSize(sizes, params.outputSize));
    },
  } satisfies Omit<Layer<Params>, "type" | "summary" | "reference">;
}
