import { t } from "@vscode/l10n";
import { showShape, type Dim, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import type { Builder, Value } from "../../ops/operation";
import type { Layer } from "../layer";
import { axesOf } from "../moves";
import { boolean } from "../../parameters/parameter";

const globalParams = {
  keepDim: boolean({ default: false, help: "Keeps the pooled axes, with size 1." }),
};

/** The part of a record shared by poolings that reduce all spatial axes, however many there are. */
export function globalPooling(apply: (b: Builder, x: Value, axes: number[], keepDims: boolean) => Value) {
  return {
    category: "pooling",
    params: globalParams,
    inputs: [{ name: "input" }],
    outputs: [{ name: "output" }],
    infer: ({ params, input }) => {
      const pooled = spatialShape(input("input")).map((): Dim => 1);
      const [, channels = 0] = input("input").shape;
      return {
        output: { shape: ["N", channels, ...(params.keepDim ? pooled : [])], dtype: "float32" },
      };
    },
    // Every position is seen, but channels stay apart.
    moves: ({ made }) => axesOf(made.shape.map((_, axis) => (axis === 1 ? 1 : undefined))),
    lower: ({ b, params, input }) => {
      const x = input("input");
      const axes = x.type.shape.map((_, axis) => axis).slice(2);
      return { output: apply(b, x, axes, params.keepDim) };
    },
  } satisfies Omit<Layer<typeof globalParams>, "type" | "summary" | "reference">;
}

function spatialShape(type: GraphType): readonly Dim[] {
  if (type.shape[0] === "N" && type.shape.length > 2) return type.shape.slice(2);
  throw new LayerProblem(
    "shape-mismatch",
    t(
      "needs channels with positions to pool (channels×length, channels×height×width) but gets {0}",
      showShape(type),
    ),
    { port: "input" },
  );
}
