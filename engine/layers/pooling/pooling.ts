import type { GraphType } from "../../tensor/graphType";
import { sizeOf } from "../../tensor/tensor";
import type { Layer } from "../layer";
import { windowMoves, type Moves } from "../moves";
import { boolean, perAxis } from "../../parameters/parameter";
import { expectSpatial } from "../functional/expect";
import { averagePool, maxPool } from "../functional/pool";
import { poolingWindows, type PoolingParams } from "../functional/poolingWindows";
import { windowedSizes, type Window } from "../functional/window";

/** The parameters of every pooling over `rank` axes. */
export function poolingParams(rank: number) {
  const unit = rank === 2 ? "px" : undefined;
  return {
    kernelSize: perAxis(rank, { minimum: 1, default: 2, help: "Size of the window.", unit }),
    stride: perAxis(rank, {
      minimum: 0,
      default: 0,
      help: "Stride of the window; 0 means the window's size.",
      unit,
    }),
    ceilMode: boolean({ default: false, help: "Keeps a last window that extends beyond the end." }),
  };
}

function framedParams(rank: number) {
  const { kernelSize, stride, ceilMode } = poolingParams(rank);
  const unit = rank === 2 ? "px" : undefined;
  const padding = perAxis(rank, {
    minimum: 0,
    default: 0,
    help: "Padding around the input, at most half the window.",
    unit,
  });
  return { kernelSize, stride, padding, ceilMode };
}

function maxPoolingParams(rank: number) {
  const { ceilMode, ...params } = framedParams(rank);
  const dilation = perAxis(rank, {
    minimum: 1,
    default: 1,
    help: "Distance between the window's elements.",
    unit: rank === 2 ? "px" : undefined,
  });
  return { ...params, dilation, ceilMode };
}

function averagePoolingParams(rank: number) {
  return {
    ...framedParams(rank),
    countIncludePad: boolean({ default: true, help: "Whether the padding's zeros count in the mean." }),
  };
}

/** The output type of a pooling. */
export function pooledType(params: PoolingParams, input: GraphType, rank: number): GraphType {
  const [channels = 0, ...sizes] = expectSpatial(input, rank);
  const pooled = windowedSizes(sizes, poolingWindows(params, sizes));
  return { shape: ["N", channels, ...pooled], dtype: "float32" };
}

/** How the output of a pooling moves along its input. */
export function pooledMoves(params: PoolingParams, { shape }: GraphType): Moves {
  return windowMoves(poolingWindows(params, shape.slice(2).map(Number)), true);
}

/** The windows over a value that is being lowered. */
export function windowsOver(params: PoolingParams, shape: readonly number[]): Window[] {
  return poolingWindows(params, shape.slice(2));
}

/** The part of a maximum pooling's record that depends only on its number of axes. */
export function maxPooling(rank: number) {
  return {
    category: "pooling",
    params: maxPoolingParams(rank),
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ params, input }) => ({ output: pooledType(params, input("input"), rank) }),
    moves: ({ params, arriving }) => pooledMoves(params, arriving),
    // The position of each maximum; for a volume, also those of its planes.
    saves: ({ params, input }) => {
      const pooled = expectSpatial(pooledType(params, input("input"), rank), rank);
      if (rank < 3) return sizeOf(pooled);
      const [channels = 0, depth = 0] = expectSpatial(input("input"), rank);
      return sizeOf(pooled) + 2 * channels * depth * sizeOf(pooled.slice(2));
    },
    lower: ({ b, params, input }) => {
      const x = input("input");
      return { output: maxPool(b, x, windowsOver(params, x.type.shape)) };
    },
  } satisfies Omit<Layer<ReturnType<typeof maxPoolingParams>>, "type" | "summary" | "reference">;
}

/** The part of an average pooling's record that depends only on its number of axes. */
export function averagePooling(rank: number) {
  return {
    category: "pooling",
    params: averagePoolingParams(rank),
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ params, input }) => ({ output: pooledType(params, input("input"), rank) }),
    moves: ({ params, arriving }) => pooledMoves(params, arriving),
    lower: ({ b, params, input }) => {
      const x = input("input");
      return { output: averagePool(b, x, windowsOver(params, x.type.shape), params.countIncludePad) };
    },
  } satisfies Omit<Layer<ReturnType<typeof averagePoolingParams>>, "type" | "summary" | "reference">;
}
