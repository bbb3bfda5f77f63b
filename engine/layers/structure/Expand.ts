import { t } from "@vscode/l10n";
import { showShape, sampleShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at } from "../../tensor/tensor";
import { sameNumbers } from "../functional/sameNumbers";
import { defineLayer } from "../layer";
import { integers } from "../../parameters/parameter";
import { samePlaces } from "../moves";

/**
 * https://pytorch.org/docs/stable/generated/torch.Tensor.expand.html, applied to each sample: new axes go after the
 * batch. A tensor without a batch gets one.
 */
export const Expand = defineLayer({
  type: "Expand",
  category: "structure",
  summary: "Repeats its input along axes of size 1 and along new leading axes.",
  keywords: ["repeat", "tile", "broadcast_to"],
  reference: {
    formula: String.raw`y_{n, \dots i \dots} = x_{n, \dots 0 \dots}`,
    gradient: "The output's gradient, summed over the axes along which the input was repeated.",
    shapes: "input [N, *] or without a batch [*], output [N, shape]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.Tensor.expand.html"],
  },
  params: {
    shape: integers({
      minimum: -1,
      help: "The sizes of one sample, without the batch; −1 keeps a size.",
    }),
  },
  fresh: { shape: [-1] },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params: { shape }, input }) => {
    const x = input("input");
    return { output: { shape: ["N", ...expanded(shape, x)], dtype: x.dtype } };
  },
  moves: ({ arriving, made }) => samePlaces(arriving, made),
  ranges: sameNumbers,
  lower: ({ b, params, input, types, batchSize }) => {
    const x = input("input");
    const type = at(types.input ?? [], 0);
    const shape = expanded(params.shape, type);
    const sizes = sampleShape(type);
    const ones = new Array<number>(shape.length - sizes.length).fill(1);
    const aligned = type.shape[0] === "N" ? b.reshape(x, { shape: [batchSize, ...ones, ...sizes] }) : x;
    return { output: b.broadcast(aligned, { shape: [batchSize, ...shape] }) };
  },
});

function expanded(shape: readonly number[], type: GraphType): number[] {
  const sizes = sampleShape(type);
  const lead = shape.length - sizes.length;
  const result = shape.map((size, axis) => (size === -1 ? (sizes[axis - lead] ?? -1) : size));
  const fits = lead >= 0 && sizes.every((size, axis) => size === 1 || size === result[axis + lead]);
  if (fits && result.every((size) => size > 0)) return result;
  throw new LayerProblem(
    "shape-mismatch",
    t("cannot repeat {0} to {1}: only sizes of 1 can be repeated", showShape(type), shape.join("×")),
    { param: "shape" },
  );
}
