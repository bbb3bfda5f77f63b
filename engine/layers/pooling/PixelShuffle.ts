import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { expectImage } from "../functional/expect";
import { defineLayer } from "../layer";
import { resampledMove, spatialMoves } from "../moves";
import { integer } from "../../parameters/parameter";

/** https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html */
export const PixelShuffle = defineLayer({
  type: "PixelShuffle",
  category: "pooling",
  summary:
    "Rearranges groups of channels into pixels: r² channels become one that is r times as high and wide.",
  keywords: ["depth to space", "sub-pixel convolution"],
  reference: {
    formula: String.raw`y_{n,\;c,\;i r + p,\;j r + q} = x_{n,\;c r^2 + p r + q,\;i,\;j}`,
    gradient: "Each element's gradient goes back to where the element came from.",
    shapes: "input [N, C·r², H, W], output [N, C, H·r, W·r] with r = upscaleFactor",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html",
      "Shi, Caballero, Huszár and others: Real-time single image and video super-resolution using an efficient sub-pixel convolutional neural network, https://arxiv.org/abs/1609.05158",
    ],
  },
  params: {
    upscaleFactor: integer({
      minimum: 1,
      maximum: 2 ** 15,
      default: 2,
      help: "Factor by which height and width grow.",
    }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params: { upscaleFactor: r }, input }) => {
    const [channels, height, width] = expectImage(input("input"));
    if (channels % r ** 2 !== 0) {
      throw new LayerProblem(
        "size-does-not-divide",
        t("needs a multiple of {0} channels (upscaleFactor squared) but gets {1}", r ** 2, channels),
        { param: "upscaleFactor" },
      );
    }
    return { output: { shape: ["N", channels / r ** 2, height * r, width * r], dtype: "float32" } };
  },
  moves: ({ params: { upscaleFactor: r } }) =>
    spatialMoves([resampledMove(1 / r), resampledMove(1 / r)], false),
  lower: ({ b, params: { upscaleFactor: r }, input }) => {
    const [n = 1, channels = 1, height = 1, width = 1] = input("input").type.shape;
    const c = channels / r ** 2;
    const parts = b.reshape(input("input"), { shape: [n, c, r, r, height, width] });
    const placed = b.transpose(parts, { permutation: [0, 1, 4, 2, 5, 3] });
    return { output: b.reshape(placed, { shape: [n, c, height * r, width * r] }) };
  },
});
