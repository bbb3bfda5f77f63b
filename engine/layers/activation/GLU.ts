import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { at } from "../../tensor/tensor";
import { expectAxis } from "../functional/expect";
import { axisOf } from "../functional/axis";
import { defineLayer } from "../layer";
import { axesBut, axesOf } from "../moves";
import { integer } from "../../parameters/parameter";

/** Dauphin et al. (2016), arXiv:1612.08083. */
export const GLU = defineLayer({
  type: "GLU",
  category: "activation",
  gives: "activation",
  summary: "Halves an axis: the second half, through a sigmoid, gates the first.",
  keywords: ["gated linear unit"],
  reference: {
    formula: String.raw`y = a \odot \sigma(g), \quad (a, g) = \text{the halves of } x`,
    gradient: String.raw`\frac{\partial y}{\partial a} = \sigma(g), \quad \frac{\partial y}{\partial g} = a \odot \sigma(g) (1 - \sigma(g))`,
    shapes: "input [N, *, 2·M, *], output [N, *, M, *]",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.GLU.html",
      "https://arxiv.org/abs/1612.08083",
    ],
  },
  params: {
    dim: integer({ default: -1, help: "The axis to halve; 0 is the batch, −1 the last." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    const { shape, dtype } = input("input");
    const axis = expectAxis(params.dim, input("input"));
    const size = Number(shape[axis]);
    if (size % 2 !== 0) {
      throw new LayerProblem(
        "shape-mismatch",
        t("halves an axis of {0}: it must be even, so double the features before it", size),
        { port: "input" },
      );
    }
    return { output: { shape: shape.map((other, i) => (i === axis ? size / 2 : other)), dtype } };
  },
  moves: ({ params: { dim }, arriving }) => axesOf(axesBut(arriving, axisOf(dim, arriving.shape.length))),
  lower: ({ b, params: { dim }, input }) => {
    const x = input("input");
    const { shape } = x.type;
    const axis = dim < 0 ? dim + shape.length : dim;
    const half = at(shape, axis) / 2;
    const from = (start: number) => {
      const starts = shape.map((_, i) => (i === axis ? start : 0));
      return b.slice(x, { starts, ends: shape.map((size, i) => (i === axis ? start + half : size)) });
    };
    return { output: b.mul(from(0), b.sigmoid(from(half))) };
  },
});
