import { sampleSize } from "../../tensor/graphType";
import type { Layer } from "../layer";
import { number } from "../../parameters/parameter";
import { pooledMoves, pooledType, poolingParams, windowsOver } from "./pooling";
import { powerPool } from "../functional/powerPool";

function powerPoolingParams(rank: number) {
  return {
    normType: number({ above: 0, default: 2, help: "The exponent p of the norm." }),
    ...poolingParams(rank),
  };
}

/** The part of a power pooling's record that depends only on its number of axes. */
export function powerPooling(rank: number) {
  return {
    category: "pooling",
    params: powerPoolingParams(rank),
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ params, input }) => ({ output: pooledType(params, input("input"), rank) }),
    moves: ({ params, arriving }) => pooledMoves(params, arriving),
    // The powers and their sums.
    saves: ({ params, input }) =>
      sampleSize(input("input")) + sampleSize(pooledType(params, input("input"), rank)),
    lower: ({ b, params, input }) => {
      const x = input("input");
      return { output: powerPool(b, x, windowsOver(params, x.type.shape), params.normType) };
    },
  } satisfies Omit<Layer<ReturnType<typeof powerPoolingParams>>, "type" | "summary" | "reference">;
}
