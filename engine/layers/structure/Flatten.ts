import { t } from "@vscode/l10n";
import { hasBatch, sampleSize, type Dim } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { sizeOf } from "../../tensor/tensor";
import { axisOf } from "../functional/axis";
import { expectAxis } from "../functional/expect";
import { sameNumbers } from "../functional/sameNumbers";
import { unitsBehind } from "../functional/unitsBehind";
import { defineLayer } from "../layer";
import { integer } from "../../parameters/parameter";
import { axesBut, axesOf } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html */
export const Flatten = defineLayer({
  type: "Flatten",
  category: "structure",
  summary: "Flattens each sample into a single row, as a Linear layer needs it.",
  keywords: ["flattening", "view"],
  reference: {
    formula: String.raw`y = \mathrm{reshape}(x)`,
    gradient: String.raw`\partial L/\partial x = \mathrm{reshape}(\partial L/\partial y)`,
    shapes: "input [N, *], output [N, product of the sizes from startDim to endDim]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html"],
  },
  params: {
    startDim: integer({ default: 1, help: "The first of the axes to flatten; 0 is the batch." }),
    endDim: integer({ default: -1, help: "The last of the axes to flatten; −1 is the last of all." }),
  },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params: { startDim, endDim }, input }) => {
    const x = input("input");
    const { shape, dtype } = x;
    // A single number per sample becomes a row of one.
    if (hasBatch({ shape, dtype }) && shape.length === 1 && startDim === 1 && endDim === -1)
      return { output: { shape: ["N", 1], dtype } };
    const start = expectAxis(startDim, { shape, dtype }, "startDim");
    const end = expectAxis(endDim, { shape, dtype }, "endDim");
    if (end < start) {
      throw new LayerProblem("axis-out-of-range", t("endDim {0} is before startDim {1}", endDim, startDim), {
        param: "endDim",
      });
    }
    return { output: { shape: flattened(shape, start, end), dtype, ...unitsBehind(x, start, end + 1, 1) } };
  },
  moves: ({ params: { startDim, endDim }, arriving }) => {
    const { shape } = arriving;
    const axes = axesBut(arriving);
    // A single number per sample becomes a row of one.
    if (shape.length === 1) return axesOf([0, undefined]);
    const [start, end] = [axisOf(startDim, shape.length), axisOf(endDim, shape.length)];
    // An axis stays as it is if the others have one place each.
    const long = axes.slice(start, end + 1).filter((axis) => axis !== undefined && shape[axis] !== 1);
    return axesOf(axes.toSpliced(start, end - start + 1, long.length === 1 ? long[0] : undefined));
  },
  ranges: sameNumbers,
  lower: ({ b, params: { startDim, endDim }, input }) => {
    const x = input("input");
    const { shape } = x.type;
    const [start, end] = [axisOf(startDim, shape.length), axisOf(endDim, shape.length)];
    return {
      output: b.reshape(x, {
        shape: [...shape.slice(0, start), sizeOf(shape.slice(start, end + 1)), ...shape.slice(end + 1)],
      }),
    };
  },
});

function flattened(shape: readonly Dim[], start: number, end: number): Dim[] {
  const joined = sampleSize({ shape: shape.slice(start, end + 1), dtype: "float32" });
  return [...shape.slice(0, start), joined, ...shape.slice(end + 1)];
}
