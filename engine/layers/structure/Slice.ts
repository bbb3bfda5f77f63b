import { t } from "@vscode/l10n";
import { LayerProblem } from "../LayerProblem";
import { at } from "../../tensor/tensor";
import { axisOf } from "../functional/axis";
import { expectAxis } from "../functional/expect";
import { someNumbers } from "../functional/someNumbers";
import { stridedSlice } from "../functional/stridedSlice";
import { defineLayer } from "../layer";
import { integer } from "../../parameters/parameter";

/** x[…, start:end:step, …] along one axis, with Python's semantics. */
export const Slice = defineLayer({
  type: "Slice",
  category: "structure",
  summary: "Takes a range of positions along an axis.",
  keywords: ["narrow", "crop", "select"],
  reference: {
    formula: String.raw`y_{\dots i \dots} = x_{\dots (\mathrm{start} + i \cdot \mathrm{step}) \dots}`,
    gradient: "The output's gradient at the places that were taken, zeros elsewhere.",
    shapes: "input [N, *, n, *], output [N, *, ⌈(end − start) / step⌉, *]",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.narrow.html",
      "https://docs.python.org/3/library/functions.html#slice",
    ],
  },
  params: {
    dim: integer({ default: 1, help: "The axis to cut; 0 is the batch, −1 the last." }),
    start: integer({
      default: 0,
      help: "The first position, counted from 0; negative numbers count from the end.",
    }),
    end: integer({
      optional: true,
      help: "The position to stop before; negative numbers count from the end. Default: the end.",
    }),
    step: integer({ default: 1, minimum: 1, help: "The step between positions that are taken." }),
  },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params, input }) => {
    const x = input("input");
    const axis = expectAxis(params.dim, x);
    const size = Number(x.shape[axis]);
    const { start, end } = rangeOf(params, size);
    if (end <= start) {
      throw new LayerProblem("empty-range", t("the range {0} to {1} of {2} is empty", start, end, size), {
        param: "end",
      });
    }
    const length = Math.ceil((end - start) / params.step);
    return { output: { shape: x.shape.toSpliced(axis, 1, length), dtype: x.dtype } };
  },
  moves: ({ params, arriving: { shape } }) => {
    const cut = axisOf(params.dim, shape.length);
    return shape.map((size, along) =>
      along === cut ? { along, step: params.step, start: rangeOf(params, Number(size)).start } : { along },
    );
  },
  ranges: someNumbers,
  lower: ({ b, params, input }) => {
    const x = input("input");
    const axis = axisOf(params.dim, x.type.shape.length);
    const { start, end } = rangeOf(params, at(x.type.shape, axis));
    const count = Math.ceil((end - start) / params.step);
    return { output: stridedSlice(b, x, axis, { start, step: params.step, count }) };
  },
});

/** As in Python: negative bounds count from the end, and bounds are clamped to the axis. */
function rangeOf(
  { start, end }: { readonly start: number; readonly end: number | undefined },
  size: number,
): { start: number; end: number } {
  const place = (index: number) => Math.min(Math.max(index < 0 ? index + size : index, 0), size);
  return { start: place(start), end: place(end ?? size) };
}
