import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at, sizeOf } from "../../tensor/tensor";
import { expectSpatial } from "../functional/expect";
import { resampleLinear, resampleNearest, type Resampling } from "../functional/resample";
import { defineLayer } from "../layer";
import { resampledMove, spatialMoves } from "../moves";
import { boolean, choice, integers, number, type Values } from "../../parameters/parameter";

const params = {
  scaleFactor: number({
    optional: true,
    above: 0,
    help: "Factor by which the output is larger; set this or size.",
  }),
  size: integers({
    optional: true,
    minimum: 1,
    minLength: 1,
    help: "Sizes of the output, [vertical, horizontal] for an image; set this or scaleFactor.",
  }),
  mode: choice(["nearest", "linear", "bilinear", "trilinear"], {
    default: "nearest",
    help: "Repeats elements, or interpolates linearly: linear for signals, bilinear for images, trilinear for volumes.",
  }),
  alignCorners: boolean({
    default: false,
    help: "For the linear modes: aligns the first and last elements of input and output.",
  }),
};

/** The number of axes that each mode is for. */
const ranks: Readonly<Record<string, number>> = { linear: 1, bilinear: 2, trilinear: 3 };

/** https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html */
export const Upsample = defineLayer({
  type: "Upsample",
  category: "pooling",
  summary:
    "Enlarges a signal, image or volume without weights: repeats its elements or interpolates between them.",
  keywords: ["resize", "interpolate", "nearest", "bilinear"],
  reference: {
    formula: String.raw`\text{nearest: } y_i = x_{\lfloor i r \rfloor}; \quad \text{linear, on each axis: } y_i = (1 - \lambda)\, x_{\lfloor u \rfloor} + \lambda\, x_{\lfloor u \rfloor + 1}, \quad u = \max(0, (i + \tfrac12) r - \tfrac12), \quad \lambda = u - \lfloor u \rfloor`,
    gradient:
      "Every element of the input gets the gradients of all outputs that it went into, each times the share that it had in it.",
    shapes:
      "input [N, C, L], [N, C, H, W] or [N, C, D, H, W]; output of the same rank with sizes ⌊size·scaleFactor⌋, or those of size. r = 1 / scaleFactor, or input size / output size; with alignCorners u = i·(input size − 1) / (output size − 1)",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html"],
  },
  params,
  fresh: { scaleFactor: 2 },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    const [, channels = 0] = input("input").shape;
    const sizes = resamplings(params, spatialSizes(input("input"))).map(({ size }) => size);
    const rank = ranks[params.mode];
    if (rank !== undefined && rank !== sizes.length) {
      throw new LayerProblem(
        "mode-does-not-fit",
        t('mode "{0}" is for {1} spatial axes, but there are {2}', params.mode, rank, sizes.length),
        { param: "mode" },
      );
    }
    return { output: { shape: ["N", channels, ...sizes], dtype: "float32" } };
  },
  // Linear interpolation combines two elements per axis.
  multiplyAdds: ({ params, outputs }) => {
    const rank = ranks[params.mode] ?? 0;
    return outputs.output && rank > 0 ? sizeOf(expectSpatial(outputs.output, rank)) * 2 ** rank : 0;
  },
  // The results of all axes but the last.
  saves: ({ params, input }) => {
    if (params.mode === "nearest") return 0;
    const sizes = spatialSizes(input("input"));
    const [, channels] = input("input").shape;
    const made = resamplings(params, sizes).map(({ size }) => size);
    return made.slice(0, -1).reduce((sum, _, axis) => {
      const between = [...made.slice(0, axis + 1), ...sizes.slice(axis + 1)];
      return sum + Number(channels) * sizeOf(between);
    }, 0);
  },
  moves: ({ params, arriving }) =>
    spatialMoves(
      resamplings(params, spatialSizes(arriving)).map(({ ratio }) => {
        if (params.mode === "nearest") return resampledMove(ratio);
        return params.alignCorners ? { size: 2, step: ratio } : resampledMove(ratio, 2);
      }),
      true,
    ),
  lower: ({ b, params, input }) => {
    const x = input("input");
    const output = resamplings(params, x.type.shape.slice(2)).reduce(
      (made, resampling, axis) =>
        params.mode === "nearest"
          ? resampleNearest(b, made, axis + 2, resampling)
          : resampleLinear(b, made, axis + 2, resampling, params.alignCorners),
      x,
    );
    return { output };
  },
});

function spatialSizes(type: GraphType): number[] {
  const rank = type.shape.length - 2;
  if (rank >= 1 && rank <= 3) return expectSpatial(type, rank).slice(1);
  throw new LayerProblem(
    "shape-mismatch",
    t(
      "needs channels with positions to enlarge (channels×length, channels×height×width) but gets {0}",
      showShape(type),
    ),
    { port: "input" },
  );
}

/** As in PyTorch, a given factor also determines the positions, even if the sizes had to be rounded. */
function resamplings(
  { scaleFactor, size, mode, alignCorners }: Values<typeof params>,
  sizes: readonly number[],
) {
  if ((scaleFactor === undefined) === (size === undefined)) {
    throw new LayerProblem("size-or-scale-factor", t("set either scaleFactor or size"), {
      param: "scaleFactor",
    });
  }
  if (size && size.length !== 1 && size.length !== sizes.length) {
    throw new LayerProblem(
      "size-does-not-fit",
      t("size needs one number per spatial axis ({0}), or one for all", sizes.length),
      { param: "size" },
    );
  }
  return sizes.map((from, axis): Resampling => {
    const to = size ? at(size, size.length === 1 ? 0 : axis) : Math.floor(from * (scaleFactor ?? 1));
    if (to < 1) {
      throw new LayerProblem(
        "size-does-not-fit",
        t("scaleFactor {0} leaves nothing of {1}", scaleFactor ?? 1, from),
        {
          param: "scaleFactor",
        },
      );
    }
    if (alignCorners && mode !== "nearest") return { size: to, ratio: to > 1 ? (from - 1) / (to - 1) : 0 };
    return { size: to, ratio: scaleFactor === undefined ? from / to : 1 / scaleFactor };
  });
}
