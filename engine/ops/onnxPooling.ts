import { onnxWindow } from "./convolution";
import type { OnnxEmitter, OnnxLowering } from "./operation";
import type { PoolingAttributes } from "./pooling";
import { sizeOf } from "../tensor/tensor";

export const onnxMaxPool: OnnxLowering<"maxPool2d"> = (emit, { x }, { inputs, attributes }) => {
  const { padding, kernel } = attributes;
  const { shape } = inputs.x.type;
  const [below, beside] = [padding[0][1], padding[1][1]];
  if (below < kernel[0] && beside < kernel[1]) {
    const [values = "", indices = ""] = emit.nodes("MaxPool", [x], 2, onnxPooling(attributes));
    return [values, emit.cast(emit.node("Sub", [indices, firstIndices(emit, shape)]), "int32")];
  }
  // ONNX Runtime rejects padding as large as the kernel, which a dilated window can have, so x is padded beforehand.
  const [n = 1, c = 1, h = 1, w = 1] = shape;
  const padded = emit.node("Pad", [
    x,
    emit.int64([0, 0, 0, 0, 0, 0, below, beside]),
    emit.floats([-Infinity]),
  ]);
  const without = [
    [padding[0][0], 0],
    [padding[1][0], 0],
  ] as const;
  const pooling = onnxPooling({ ...attributes, padding: without });
  const [values = "", indices = ""] = emit.nodes("MaxPool", [padded], 2, pooling);
  const inPlane = emit.node("Sub", [indices, firstIndices(emit, [n, c, h + below, w + beside])]);
  const row = emit.node("Div", [inPlane, emit.int64([w + beside], [])]);
  const skipped = emit.node("Mul", [row, emit.int64([beside], [])]);
  return [values, emit.cast(emit.node("Sub", [inPlane, skipped]), "int32")];
};

export const onnxMaxPoolGradient: OnnxLowering<"maxPool2dGradient"> = (emit, { g, indices }, instruction) => {
  const { inputShape, ...attributes } = instruction.attributes;
  const flat = emit.node("Add", [emit.cast(indices, "int64"), firstIndices(emit, inputShape)]);
  if (isPartition(attributes)) {
    return [emit.node("MaxUnpool", [g, flat, emit.int64(inputShape)], onnxUnpooling(attributes))];
  }
  // Overlapping windows may have the same largest element, at which their gradients add up.
  const zeros = emit.node("Expand", [emit.floats([0]), emit.int64([sizeOf(inputShape)])]);
  const [line, values] = [flat, g].map((name) => emit.node("Reshape", [name, emit.int64([-1])]));
  const sums = emit.node("ScatterElements", [zeros, line ?? "", values ?? ""], { axis: 0, reduction: "add" });
  return [emit.node("Reshape", [sums, emit.int64(inputShape)])];
};

export const onnxAvgPool: OnnxLowering<"avgPool2d"> = (emit, { x }, { attributes }) => [
  emit.node("AveragePool", [x], { ...onnxPooling(attributes), count_include_pad: 1 }),
];

export const onnxAvgPoolGradient: OnnxLowering<"avgPool2dGradient"> = (emit, { g }, instruction) => {
  const { inputShape, ...attributes } = instruction.attributes;
  const { kernel, stride, padding, dilation } = attributes;
  const [n, c, h, w] = inputShape as [number, number, number, number];
  const [, , oh, ow] = instruction.inputs.g.type.shape as [number, number, number, number];
  const weight = 1 / (kernel[0] * kernel[1]);
  if (isPartition(attributes) && h === oh * kernel[0] && w === ow * kernel[1]) {
    const scaled = emit.node("Mul", [g, emit.floats([weight])]);
    const columns = emit.node("Reshape", [scaled, emit.int64([n * c, oh, 1, ow, 1])]);
    const spread = emit.node("Expand", [columns, emit.int64([n * c, oh, kernel[0], ow, kernel[1]])]);
    return [emit.node("Reshape", [spread, emit.int64(inputShape)])];
  }
  // A transposed convolution of each plane with a window of equal weights.
  const planes = emit.node("Reshape", [g, emit.int64([n * c, 1, oh, ow])]);
  const window = emit.floats(new Array<number>(kernel[0] * kernel[1]).fill(weight), [1, 1, ...kernel]);
  const unreached = ([0, 1] as const).map((axis) => {
    const size = axis === 0 ? h : w;
    const positions = axis === 0 ? oh : ow;
    const reach = dilation[axis] * (kernel[axis] - 1) + 1;
    return size + padding[axis][0] + padding[axis][1] - (positions - 1) * stride[axis] - reach;
  });
  const spread = emit.node("ConvTranspose", [planes, window], {
    ...onnxWindow(attributes),
    output_padding: unreached,
  });
  return [emit.node("Reshape", [spread, emit.int64(inputShape)])];
};

/** Whether no element is in two windows and there is no padding. */
function isPartition({ kernel, stride, padding, dilation }: PoolingAttributes): boolean {
  return (
    padding.flat().every((size) => size === 0) &&
    ([0, 1] as const).every((axis) => stride[axis] === kernel[axis] && dilation[axis] === 1)
  );
}

/**
 * The flat index at which each plane begins: ONNX's indices are into the whole tensor, the IR's into a plane. Computed
 * from the shape only, so that an exported model can compute it for any batch size.
 */
function firstIndices(emit: OnnxEmitter, [n = 1, c = 1, h = 1, w = 1]: readonly number[]): string {
  const ones = emit.node("Expand", [emit.int64([1]), emit.int64([n * c])]);
  const planes = emit.node("CumSum", [ones, emit.int32([0], [])], { exclusive: 1 });
  return emit.node("Reshape", [emit.node("Mul", [planes, emit.int64([h * w])]), emit.int64([n, c, 1, 1])]);
}

function onnxPooling(attributes: PoolingAttributes) {
  return { ...onnxWindow(attributes), kernel_shape: [...attributes.kernel] };
}

function onnxUnpooling({ kernel, stride }: PoolingAttributes) {
  return { kernel_shape: [...kernel], strides: [...stride] };
}
