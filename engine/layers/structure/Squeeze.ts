import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at } from "../../tensor/tensor";
import { expectAxis } from "../functional/expect";
import { sameNumbers } from "../functional/sameNumbers";
import { rearranged } from "../functional/rearranged";
import { defineLayer } from "../layer";
import { integers } from "../../parameters/parameter";
import { axesBut, axesOf } from "../moves";

/**
 * https://pytorch.org/docs/stable/generated/torch.squeeze.html; the batch axis is never removed, and a given axis must have size 1.
 */
export const Squeeze = defineLayer({
  type: "Squeeze",
  category: "structure",
  summary: "Drops axes of size 1.",
  reference: {
    formula: String.raw`y = \mathrm{reshape}(x)`,
    gradient: String.raw`\partial L/\partial x = \mathrm{reshape}(\partial L/\partial y)`,
    shapes: "input [N, *, 1, *], output [N, *, *]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.squeeze.html"],
  },
  params: {
    dim: integers({
      default: [],
      help: "The axes to remove; 0 is the batch, −1 the last. Empty: all of size 1.",
    }),
  },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params: { dim }, input }) => {
    const x = input("input");
    const dropped = droppedAxes(dim, x);
    const remaining = x.shape.flatMap((_, axis) => (dropped.includes(axis) ? [] : [axis]));
    return { output: { ...rearranged(x, remaining), dtype: x.dtype } };
  },
  moves: ({ params: { dim }, arriving }) =>
    axesOf(axesBut(arriving, ...droppedAxes(dim, arriving)).filter((axis) => axis !== undefined)),
  ranges: sameNumbers,
  lower: ({ b, params: { dim }, input, types }) => {
    const x = input("input");
    const dropped = droppedAxes(dim, at(types.input ?? [], 0));
    return { output: b.reshape(x, { shape: x.type.shape.filter((_, axis) => !dropped.includes(axis)) }) };
  },
});

function droppedAxes(dim: readonly number[], type: GraphType): number[] {
  if (dim.length === 0) return type.shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  return dim.map((index) => {
    const axis = expectAxis(index, type);
    if (type.shape[axis] === 1) return axis;
    throw new LayerProblem(
      "shape-mismatch",
      t(
        "dim {0} of {1} has size {2}; only an axis of size 1 can be dropped",
        index,
        showShape(type),
        String(type.shape[axis]),
      ),
      { param: "dim" },
    );
  });
}
