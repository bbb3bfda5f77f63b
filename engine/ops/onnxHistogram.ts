import type { OnnxLowering } from "./operation";

/** Elements that do not count fall into one bin more, which is cut off. */
export const onnxHistogram: OnnxLowering<"histogram"> = (
  emit,
  [x = "", low = "", high = ""],
  { attributes: { bins } },
) => {
  const node = (type: string, ...inputs: string[]) => emit.node(type, inputs);
  const values = node("Reshape", x, emit.int64([-1]));
  const range = node("Sub", high, low);
  const hasRange = node("Greater", high, low);
  const share = node("Div", node("Sub", values, low), node("Where", hasRange, range, emit.floats([1])));
  const place = node("Floor", node("Mul", share, emit.floats([bins])));
  const bin = node("Where", hasRange, node("Min", place, emit.floats([bins - 1])), emit.floats([0]));
  const counts = node("And", node("GreaterOrEqual", values, low), node("LessOrEqual", values, high));
  const places = emit.cast(node("Where", counts, bin, emit.floats([bins])), "int64");
  const ones = node("Expand", emit.floats([1]), node("Shape", values));
  const zeros = emit.floats(new Array<number>(bins + 1).fill(0), [bins + 1]);
  const sums = emit.node("ScatterElements", [zeros, places, ones], { axis: 0, reduction: "add" });
  return [node("Slice", sums, emit.int64([0]), emit.int64([bins]))];
};
