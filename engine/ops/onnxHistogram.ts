import type { OnnxLowering } from "./operation";
import { sizeOf } from "../tensor/tensor";

/**
 * Elements that do not count fall into one bin more, which is cut off. Where a bound is infinite or NaN none counts:
 * a place that is not a number would end the step.
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
  const place = node("Min", node("Mul", node("Sub", values, low), scale), emit.floats([bins - 1]));
  const counts = node("And", node("GreaterOrEqual", values, first), node("LessOrEqual", values, high));
  const places = emit.cast(node("Where", counts, place, emit.floats([bins])), "int64");
  const ones = node("Expand", emit.floats([1]), emit.int64([size]));
  const zeros = emit.floats(new Array<number>(bins + 1).fill(0), [bins + 1]);
  const sums = emit.node("ScatterElements", [zeros, places, ones], { axis: 0, reduction: "add" });
  return [node("Slice", sums, emit.int64([0]), emit.int64([bins]))];
};

/** float32's largest number: NaN and infinity are not below it. */
const largest = 3.4028234e38;
