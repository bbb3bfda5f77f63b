import { t } from "@vscode/l10n";
import { hasBatch, showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { axisOf } from "../functional/axis";
import { sameNumbers } from "../functional/sameNumbers";
import { rearranged } from "../functional/rearranged";
import { defineLayer } from "../layer";
import { integers } from "../../parameters/parameter";
import { axesOf } from "../moves";

/** https://pytorch.org/docs/stable/generated/torch.permute.html, with the batch first. */
export const Permute = defineLayer({
  type: "Permute",
  category: "structure",
  summary: "Reorders the axes, such as time and features.",
  keywords: ["swap axes"],
  reference: {
    formula: String.raw`y = \mathrm{permute}(x)`,
    gradient: "The output's gradient with its axes in the old order.",
    shapes: "input [N, *], output: axis i is the input's axis dims[i]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.permute.html"],
  },
  params: {
    dims: integers({
      minLength: 1,
      help: "The input's axes in their new order, each once; the batch, 0, must stay first.",
    }),
  },
  fresh: { dims: [0, 2, 1] },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params: { dims }, input }) => {
    const x = input("input");
    const order = orderOf(dims, x);
    return { output: { ...rearranged(x, order), dtype: x.dtype } };
  },
  moves: ({ params: { dims }, arriving }) => axesOf(orderOf(dims, arriving)),
  ranges: sameNumbers,
  lower: ({ b, params: { dims }, input }) => {
    const x = input("input");
    const rank = x.type.shape.length;
    return { output: b.transpose(x, { permutation: dims.map((dim) => axisOf(dim, rank)) }) };
  },
});

function orderOf(dims: readonly number[], type: GraphType): number[] {
  const rank = type.shape.length;
  const order = dims.map((dim) => axisOf(dim, rank));
  const each = order.length === rank && type.shape.every((_, axis) => order.includes(axis));
  if (each && (!hasBatch(type) || order[0] === 0)) return order;
  throw new LayerProblem(
    "axis-out-of-range",
    each
      ? t("the batch must stay first: begin with 0")
      : t("dims must name each axis of {0} once: 0 to {1}", showShape(type), rank - 1),
    { param: "dims" },
  );
}
