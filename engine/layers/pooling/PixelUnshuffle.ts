import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { expectImage } from "../functional/expect";
import { defineLayer } from "../layer";
import { resampledMove, spatialMoves } from "../moves";
import { integer } from "../../parameters/parameter";

/** https://pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html */
export const PixelUnshuffle = defineLayer({
  type: "PixelUnshuffle",
  category: "pooling",
  summary:
    "Rearranges blocks of pixels into channels: the image shrinks and nothing is lost. The inverse of PixelShuffle.",
  keywords: ["space to depth"],
  reference: {
    formula: String.raw`y_{n,\;c r^2 + p r + q,\;i,\;j} = x_{n,\;c,\;i r + p,\;j r + q}`,
    gradient: "Each element's gradient goes back to where the element came from.",
    shapes: "input [N, C, H·r, W·r], output [N, C·r², H, W] with r = downscaleFactor",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html"],
  },
  params: {
    downscaleFactor: integer({
      minimum: 1,
      maximum: 2 ** 15,
      default: 2,
      help: "Height and width of the blocks; the image's height and width must be multiples of it.",
    }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params: { downscaleFactor: r }, input }) => {
    const [channels, height, width] = expectImage(input("input"));
    if (height % r !== 0 || width % r !== 0) {
      throw new LayerProblem(
        "size-does-not-divide",
        t("downscaleFactor {0} does not divide the {1} image", r, [height, width].join("×")),
        { param: "downscaleFactor" },
      );
    }
    return { output: { shape: ["N", channels * r ** 2, height / r, width / r], dtype: "float32" } };
  },
  moves: ({ params: { downscaleFactor: r } }) =>
    spatialMoves([resampledMove(r, r), resampledMove(r, r)], false),
  lower: ({ b, params: { downscaleFactor: r }, input }) => {
    const [n = 1, c = 1, height = 1, width = 1] = input("input").type.shape;
    const [rows, columns] = [height / r, width / r];
    const parts = b.reshape(input("input"), { shape: [n, c, rows, r, columns, r] });
    const placed = b.transpose(parts, { permutation: [0, 1, 3, 5, 2, 4] });
    return { output: b.reshape(placed, { shape: [n, c * r ** 2, rows, columns] }) };
  },
});
