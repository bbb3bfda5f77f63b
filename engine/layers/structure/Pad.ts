import { t } from "@vscode/l10n";
import { hasBatch, showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { extend, longestExtension } from "../functional/extend";
import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { defineLayer } from "../layer";
import { choice, integers, number } from "../../parameters/parameter";
import { anyOf, between, someOf } from "../range";

/** https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html, for any number of axes in every mode. */
export const Pad = defineLayer({
  type: "Pad",
  category: "structure",
  summary: "Pads its input, with a constant or with the input's own values.",
  keywords: ["ZeroPad2d", "ReflectionPad2d", "ReplicationPad2d", "ConstantPad2d", "CircularPad2d"],
  reference: {
    formula: String.raw`y_i = x_{i - \mathrm{before}} \text{ inside, } \mathrm{value} \text{ or the mirrored, last or opposite element outside}`,
    gradient: "The output's gradient inside, to which each element repeated outside adds its own.",
    shapes: "input [N, *, n], output [N, *, before + n + after]",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html"],
  },
  params: {
    padding: integers({
      minimum: 0,
      help: "Sizes before and after, the last axis first: left, right, top, bottom, ….",
    }),
    mode: choice(["constant", "reflect", "replicate", "circular"], {
      default: "constant",
      help: "What to pad with: value, the mirror image, the last element, or the other end.",
    }),
    value: number({ default: 0, help: "The value for the mode constant." }),
  },
  fresh: { padding: [1, 1] },
  inputs: [{ name: "input", dtype: "any" }],
  outputs: [{ name: "output", dtype: "any" }],
  infer: ({ params: { padding, mode, value }, input }) => {
    const x = input("input");
    const frame = frameOf(padding, x);
    if (x.dtype === "int32" && !Number.isInteger(value))
      throw new LayerProblem("not-whole", t("int32 allows only whole numbers"), { param: "value" });
    const shape = x.shape.map((size, axis) => {
      const { before, after } = at(frame, axis);
      if (size === "N") return size;
      if (mode !== "constant" && Math.max(before, after) > longestExtension(size, mode)) {
        throw new LayerProblem(
          "padding-too-large",
          t("mode {0} can add at most {1} to an axis of {2}", mode, longestExtension(size, mode), size),
          { param: "padding" },
        );
      }
      return before + size + after;
    });
    return { output: { shape, dtype: x.dtype } };
  },
  moves: ({ params: { padding }, arriving }) =>
    frameOf(padding, arriving).map(({ before }, along) => ({ along, start: -before })),
  ranges: ({ params: { mode, value }, range }) => {
    const x = range("input");
    const added = between(value, value, Number.isInteger(value));
    return { output: mode === "constant" ? anyOf([x, added]) : someOf(x) };
  },
  lower: ({ b, params: { padding, mode, value }, input, types }) => {
    const x = input("input");
    const frame = frameOf(padding, at(types.input ?? [], 0));
    if (mode === "constant") return { output: framed(b, x, frame, value) };
    return { output: frame.reduce((y, sizes, axis) => extend(b, y, axis, sizes, mode), x) };
  },
});

interface Sizes {
  readonly before: number;
  readonly after: number;
}

/** PyTorch's list as sizes per axis, first axis first. */
function frameOf(padding: readonly number[], type: GraphType): Sizes[] {
  const rank = type.shape.length;
  const most = hasBatch(type) ? rank - 1 : rank;
  if (padding.length % 2 !== 0 || padding.length > 2 * most) {
    throw new LayerProblem(
      "wrong-length",
      t(
        "padding needs two sizes for each axis from the last, at most {0} for {1}",
        2 * most,
        showShape(type),
      ),
      { param: "padding" },
    );
  }
  return type.shape.map((_, axis) => {
    const pair = 2 * (rank - 1 - axis);
    return { before: padding[pair] ?? 0, after: padding[pair + 1] ?? 0 };
  });
}

function framed(b: Builder, x: Value, frame: readonly Sizes[], value: number): Value {
  const sizes = { before: frame.map(({ before }) => before), after: frame.map(({ after }) => after) };
  const zeros = b.pad(x, sizes);
  if (value === 0) return zeros;
  const inside = b.pad(b.broadcast(b.constant({ value: 1 }), { shape: x.type.shape }), sizes);
  return b.where(inside, zeros, b.constant({ value, dtype: x.type.dtype }));
}
