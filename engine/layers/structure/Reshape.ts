import { t } from "@vscode/l10n";
import { sampleSize, showShape, type GraphType } from "../../graph/graphType";
import { LayerProblem } from "../../graph/problem";
import { sizeOf } from "../../ops/tensor";
import { defineLayer } from "../layer";
import { integers } from "../parameter";

/** https://pytorch.org/docs/stable/generated/torch.reshape.html */
export const Reshape = defineLayer({
  type: "Reshape",
  category: "structure",
  summary: "The same numbers in the same order under another shape.",
  params: {
    shape: integers({
      minimum: -1,
      help: "The sizes of one sample, without the batch; one may be −1 and is found from the rest.",
    }),
  },
  fresh: { shape: [-1] },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params, input }) => {
    const x = input("input");
    return { output: { shape: ["N", ...resolve(params.shape, x)], dtype: x.dtype } };
  },
  lower: ({ b, params, input }) => {
    const x = input("input");
    const [batch = 1, ...sizes] = x.type.shape;
    const shape = resolve(params.shape, { shape: ["N", ...sizes], dtype: x.type.dtype });
    return { output: b.reshape(x, { shape: [batch, ...shape] }) };
  },
});

function resolve(shape: readonly number[], input: GraphType): number[] {
  const size = sampleSize(input);
  const known = sizeOf(shape.filter((length) => length !== -1));
  const open = shape.filter((length) => length === -1).length;
  const fits = open === 0 ? known === size : open === 1 && known > 0 && size % known === 0;
  if (!fits || shape.includes(0)) {
    throw new LayerProblem(
      "shape-mismatch",
      t("cannot give {0} ({1} numbers) the shape {2}", showShape(input), size, shape.join("×")),
      { param: "shape" },
    );
  }
  return shape.map((length) => (length === -1 ? size / known : length));
}
