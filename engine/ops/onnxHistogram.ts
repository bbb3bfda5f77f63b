import type { OnnxLowering } from "./operation";
import { sizeOf } from "../tensor/tensor";

/**
 * Elements that do not count go into an extra bin, which is cut off. If a bound is infinite or NaN, no element counts,
 * because a NaN index would make the step fail.
 */
export const onnxHistogram: OnnxLowering<"histogram"> = (
  emit,
  { x, low, high },
  { inputs, attributes: { bins } },
) => {
  const node = (type: string, ...names: string[]) => emit.node(type, names);
  const size = sizeOf(inputs.x.type.shape);
  const values = node("Reshape", x, emit.int64([size]));
  const range = node("Sub", high, low);
  const isFinite = node("Less", node("Abs", range), emit.floats([largest]));
  const first = node("Where", isFinite, low, emit.floats([NaN]));
  const hasRange = node("Greater", range, emit.floats([0]));
  const scale = node("Where", hasRange, node("Div", emit.floats([bins]), range), emit.floats([0]));
  const bin = node("Min", node("Mul", node("Sub", values, low), scale), emit.floats([bins - 1]));
  const counts = node("And", node("GreaterOrEqual", values, first), node("LessOrEqual", values, high));
  const indices = emit.cast(node("Where", counts, bin, emit.floats([bins])), "int64");
  const ones = node("Expand", emit.floats([1]), emit.int64([size]));
  const zeros = emit.floats(new Array<number>(bins + 1).fill(0), [bins + 1]);
  const sums = emit.node("ScatterElements", [zeros, indices, ones], { axis: 0, reduction: "add" });
  return [node("Slice", sums, emit.int64([0]), emit.int64([bins]))];
};

/** The largest finite float32: NaN and infinity are not less than it. */
const largest = 3.4028234e38;
