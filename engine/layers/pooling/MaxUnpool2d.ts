import { t } from "@vscode/l10n";
import { showShape } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import type { Builder, Value } from "../../ops/operation";
import { at, sizeOf } from "../../tensor/tensor";
import { placeNumbers } from "../functional/domains";
import { expectImage, sameSizes } from "../functional/expect";
import { windowsOf } from "../functional/window";
import { defineLayer } from "../layer";
import { transposedMoves } from "../moves";
import { perAxis, type Values } from "../../parameters/parameter";

const params = {
  kernelSize: perAxis(2, { minimum: 1, default: 2, help: "Size of the pooling's window.", unit: "px" }),
  stride: perAxis(2, {
    minimum: 0,
    default: 0,
    help: "Stride of the pooling's window; 0 means the window's size.",
    unit: "px",
  }),
  padding: perAxis(2, { minimum: 0, default: 0, help: "Padding around the pooling's input.", unit: "px" }),
  outputSize: perAxis(2, {
    optional: true,
    minimum: 1,
    help: "Size of the image that was pooled, if its windows did not divide it evenly.",
    unit: "px",
  }),
};

/** https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html */
export const MaxUnpool2d = defineLayer({
  type: "MaxUnpool2d",
  category: "pooling",
  summary: "Puts the values that a MaxPool2d took back where they were, with zeros in between.",
  keywords: ["unpooling"],
  reference: {
    formula: String.raw`y_{n,c,k} = x_{n,c,i,j} \text{ where } \mathrm{indices}_{n,c,i,j} = k, \text{ and } 0 \text{ where there is none}; \quad k = u W' + v`,
    gradient: String.raw`\frac{\partial L}{\partial x_{n,c,i,j}} = \frac{\partial L}{\partial y_{n,c,\,\mathrm{indices}_{n,c,i,j}}}`,
    shapes:
      "input and indices (int32) [N, C, H, W], output [N, C, H', W'] with H' = (H − 1)·stride − 2·padding + kernelSize, or outputSize. Where windows overlap and several values have one place, the output is their mean: they are equal if they come from one MaxPool2d (PyTorch lets any of them win)",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html",
      "Zeiler, Fergus: Visualizing and understanding convolutional networks, https://arxiv.org/abs/1311.2901",
    ],
  },
  params,
  inputs: [
    { name: "input" },
    { name: "indices", dtype: "int32", help: "The index of each value: the second output of MaxPool2d." },
  ],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    const [channels, ...sizes] = expectImage(input("input"));
    if (!sameSizes(input("input").shape, input("indices").shape)) {
      throw new LayerProblem(
        "shape-mismatch",
        t(
          "needs an index for each value, but gets {0} values and {1} indices",
          showShape(input("input")),
          showShape(input("indices")),
        ),
        { port: "indices" },
      );
    }
    return { output: { shape: ["N", channels, ...unpooledSizes(params, sizes)], dtype: "float32" } };
  },
  domains: ({ params, input }) => {
    const [, ...sizes] = expectImage(input("input"));
    return { indices: placeNumbers(sizeOf(unpooledSizes(params, sizes))) };
  },
  moves: ({ params }) => {
    const stride = params.kernelSize.map((_, axis) => stepOf(params, axis));
    return transposedMoves(windowsOf({ ...params, stride, dilation: [1, 1] }), true);
  },
  lower: ({ b, params, input, vouched }) => {
    const [n = 1, channels = 1, ...sizes] = input("input").type.shape;
    const image = unpooledSizes(params, sizes);
    const lines = { shape: [n * channels, sizeOf(sizes)] };
    const [given, named] = [b.reshape(input("input"), lines), b.reshape(input("indices"), lines)];
    const [values, places] = vouched("indices")
      ? [given, named]
      : withoutUnknown(b, given, named, sizeOf(image));
    const scatter = (values: Value) => b.scatterAdd(values, places, { axis: 1, size: sizeOf(image) });
    const sum = scatter(values);
    const overlaps = params.kernelSize.some((kernel, axis) => kernel > stepOf(params, axis));
    const placed = overlaps ? meanOf(b, sum, scatter(b.broadcast(b.constant({ value: 1 }), lines))) : sum;
    return { output: b.reshape(placed, { shape: [n, channels, ...image] }) };
  },
});

/** Puts NaN at the first position for each value whose index is outside the image, where PyTorch raises an error. */
function withoutUnknown(b: Builder, values: Value, places: Value, size: number): [Value, Value] {
  const numbers = b.cast(places, { dtype: "float32" });
  const exists = b.mul(b.greaterEqual(numbers, 0), b.less(numbers, size));
  const first = b.constant({ value: 0, dtype: "int32" });
  return [b.where(exists, values, NaN), b.where(exists, places, first)];
}

/** The mean of the values that share a position; each gets the whole gradient, as in PyTorch. */
function meanOf(b: Builder, sum: Value, count: Value): Value {
  return b.straightThrough(b.div(sum, b.maximum(count, 1)), sum);
}

function stepOf({ kernelSize, stride }: Values<typeof params>, axis: number): number {
  return at(stride, axis) === 0 ? at(kernelSize, axis) : at(stride, axis);
}

function unpooledSizes(values: Values<typeof params>, sizes: readonly number[]): number[] {
  const { kernelSize, padding, outputSize } = values;
  return sizes.map((size, axis) => {
    const step = stepOf(values, axis);
    const even = (size - 1) * step - 2 * at(padding, axis) + at(kernelSize, axis);
    const wanted = outputSize ? at(outputSize, axis) : even;
    if (wanted >= 1 && (wanted === even || Math.abs(wanted - even) < step)) return wanted;
    throw new LayerProblem(
      "size-does-not-fit",
      t(
        "a pooling that outputs {0} had an input larger than {1} and smaller than {2}",
        size,
        even - step,
        even + step,
      ),
      { param: outputSize ? "outputSize" : "padding" },
    );
  });
}
