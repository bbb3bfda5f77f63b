import { ProgramBuilder } from "../../../engine/compiler/ProgramBuilder";
import { scanStates } from "../../../engine/compiler/scan";
import type { AttributesOf, OperationName } from "../../../engine/ops/operation";
import { float, int, type TensorType } from "../../../engine/tensor/tensor";

/** How a case's inputs are drawn; "any" floats are in ±2 and away from 0 and from each other's ties. */
export type Draw =
  | "any"
  /** In 0.2 … 2: for logarithms, roots, divisors, bases. */
  | "positive"
  /** Integers from 0 to below the bound. */
  | { readonly below: number }
  /** The given numbers. */
  | readonly number[];

/** One call of an operation, for every suite that checks operations: gradients, WebGPU, ONNX. */
export interface OperationCase<K extends OperationName = OperationName> {
  readonly op: K;
  readonly title: string;
  readonly inputs: readonly TensorType[];
  readonly draws: readonly Draw[];
  readonly attributes: AttributesOf<K>;
  /** Whether central differences are meaningful for these numbers. */
  readonly smooth: boolean;
  /** How many of `inputs` belong to each input of the operation; by default one, or all if its only input is a list. */
  readonly counts?: readonly number[];
}

/** The attributes of a scan of h = tanh(x + h·W). */
function recurrence(reverse: boolean): AttributesOf<"scan"> {
  const builder = new ProgramBuilder();
  const inputs = {
    states: [builder.feed("h", float([2, 3]))],
    sequences: [builder.feed("x", float([5, 2, 3]))],
    constants: [builder.feed("w", float([3, 3]))],
    reverse,
  };
  scanStates(builder.b, inputs, (inner, { states: [h], rows: [x], constants: [w] }) => [
    inner.tanh(inner.add(x!, inner.matmul(h!, w!, { transposeA: false, transposeB: false }))),
  ]);
  return builder.instructions.find((instruction) => instruction.op === "scan")!.attributes;
}

const cases: OperationCase[] = [];
function add<K extends OperationName>(
  op: K,
  inputs: readonly TensorType[],
  attributes: AttributesOf<K>,
  draws: readonly Draw[] = [],
  smooth = true,
  counts?: readonly number[],
): void {
  const shapes = inputs.map(({ shape }) => `[${shape.join(",")}]`).join(" ");
  const suffix =
    op === "scan"
      ? ` ${String("reverse" in attributes && attributes.reverse)}`
      : Object.keys(attributes).length > 0
        ? ` ${JSON.stringify(attributes)}`
        : "";
  cases.push({
    op,
    title: `${op} ${shapes}${suffix}`,
    inputs,
    attributes,
    draws: inputs.map((_, i) => draws[i] ?? "any"),
    smooth,
    ...(counts && { counts }),
  });
}

const shapes = [[], [1], [7], [3, 5], [2, 3, 4, 5], [1025]];
for (const op of [
  "neg",
  "abs",
  "sign",
  "exp",
  "tanh",
  "sigmoid",
  "softplus",
  "floor",
  "relu",
  "stopGradient",
  "sin",
  "cos",
  "erf",
  "expm1",
] as const) {
  for (const shape of shapes) add(op, [float(shape)], {});
}
for (const op of ["log", "sqrt"] as const)
  for (const shape of shapes) add(op, [float(shape)], {}, ["positive"]);

const pairs: [number[], number[]][] = [
  [[], []],
  [[7], [7]],
  [[3, 5], [5]],
  [
    [3, 5],
    [3, 1],
  ],
  [
    [3, 1],
    [1, 5],
  ],
  [[], [2, 3]],
  [
    [2, 3, 4, 5],
    [3, 1, 5],
  ],
  [
    [4, 257],
    [4, 257],
  ],
];
for (const op of [
  "add",
  "sub",
  "mul",
  "maximum",
  "minimum",
  "greater",
  "greaterEqual",
  "less",
  "equal",
] as const) {
  for (const [a, b] of pairs) add(op, [float(a), float(b)], {});
}
for (const op of ["greater", "greaterEqual", "less", "equal"] as const) {
  add(op, [int([4, 5]), int([5])], {}, [{ below: 3 }, { below: 3 }]);
}
add("add", [int([4, 5]), int([5])], {}, [{ below: 9 }, { below: 9 }]);
for (const [a, b] of pairs) add("div", [float(a), float(b)], {}, ["any", "positive"]);
for (const [a, b] of pairs) add("pow", [float(a), float(b)], {}, ["positive", "any"]);
const integerPowers = [
  [-1.5, -1.5, 2, 0.5, 0, 0, -3],
  [2, 3, 2, 3, 0, 2, 0],
];
add("pow", [float([7]), float([7])], {}, integerPowers, false);
const powersOfNegative = [
  [-2, -2, -0.5, -3],
  [0.5, -1.5, 2.25, 1],
];
add("pow", [float([4]), float([4])], {}, powersOfNegative, false);
for (const [a, b] of pairs) add("where", [float(b), float(a), float(b)], {}, [{ below: 2 }]);
for (const shape of shapes) add("straightThrough", [float(shape), float(shape)], {});

add("constant", [], { value: 1.5 });
add("constant", [], { value: -3, dtype: "int32" });
add("iota", [], { shape: [5], axis: 0, dtype: "int32" });
add("iota", [], { shape: [3, 7, 2], axis: 1, dtype: "float32" });
add("table", [], { values: [0.5, -2, 1e-7], dtype: "float32" });
add("table", [], { values: [4, -1, 0, 7], dtype: "int32" });
add("table", [], { values: Array.from({ length: 300 }, (_, i) => i / 7), dtype: "float32" });
add("cast", [int([3, 4])], { dtype: "float32" }, [{ below: 100 }]);
add("cast", [float([3, 4])], { dtype: "int32" });
add("cast", [float([3])], { dtype: "float32" });
add("reshape", [float([2, 6])], { shape: [3, 4] });
add("reshape", [float([1])], { shape: [] });
add("reshape", [int([4])], { shape: [2, 2] }, [{ below: 9 }]);
for (const [shape, permutation] of [
  [
    [3, 5],
    [1, 0],
  ],
  [
    [65, 33],
    [1, 0],
  ],
  [
    [2, 3, 4],
    [0, 2, 1],
  ],
  [
    [2, 3, 4],
    [2, 0, 1],
  ],
  [
    [2, 3, 4, 5],
    [3, 1, 0, 2],
  ],
  [
    [1, 7, 1],
    [1, 2, 0],
  ],
] as const) {
  add("transpose", [float(shape)], { permutation });
}
for (const [from, to] of [
  [[], [3, 4]],
  [[4], [3, 4]],
  [
    [3, 1],
    [3, 4],
  ],
  [
    [1, 3, 1],
    [2, 3, 4],
  ],
] as const) {
  add("broadcast", [float(from)], { shape: to });
}
add("slice", [float([7])], { starts: [2], ends: [6] });
add("slice", [float([5, 28, 9])], { starts: [0, 3, 0], ends: [5, 4, 9] });
add("slice", [float([3, 12])], { starts: [0, 4], ends: [3, 8] });
add("slice", [int([6])], { starts: [1], ends: [3] }, [{ below: 9 }]);
add("pad", [float([3])], { before: [2], after: [1] });
add("pad", [float([2, 3, 4])], { before: [0, 1, 2], after: [1, 0, 3] });
add("concat", [float([2, 3]), float([2, 1]), float([2, 4])], { axis: 1 });
add("concat", [float([1, 3]), float([2, 3])], { axis: 0 });
add(
  "concat",
  Array.from({ length: 30 }, () => float([3, 1, 2])),
  { axis: 1 },
);
for (const reverse of [false, true]) {
  add("scan", [float([2, 3]), float([5, 2, 3]), float([3, 3])], recurrence(reverse));
}
for (const [cell, gates, T, bidirectional, isMasked] of [
  ["LSTM", 4, 4, true, false],
  ["LSTM", 4, 3, false, true],
  ["GRU", 3, 4, false, false],
  ["GRU", 3, 3, true, true],
  ["RNN_TANH", 1, 4, true, false],
  ["RNN_RELU", 1, 3, false, false],
  // Long enough to become a loop.
  ["LSTM", 4, 33, true, true],
] as const) {
  const [N, F, H] = [2, 3, 2];
  const directions = bidirectional ? [0, 1] : [0];
  const weights = directions.flatMap(() => [float([gates * H, F]), float([gates * H, H])]);
  // Cases without a mask have no biases, and no initial states unless they are an LSTM's.
  const biases = isMasked ? weights.map(() => float([gates * H])) : [];
  const hidden = isMasked || cell === "LSTM" ? directions.map(() => float([N, H])) : [];
  const cellState = cell === "LSTM" ? hidden : [];
  const mask = isMasked ? [float([N, T])] : [];
  const lists = [[float([N, T, F])], weights, biases, hidden, cellState, mask];
  const draws = lists.flatMap((list) => list.map((): Draw => (list === mask ? { below: 2 } : "any")));
  const counts = lists.map(({ length }) => length);
  add("recurrent", lists.flat(), { cell, bidirectional }, draws, cell !== "RNN_RELU", counts);
}
// The longer ones are a loop.
for (const time of [1, 5, 40]) {
  const inputs = [float([2, time, 5]), float([2, 5])];
  const skips = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
  // After a single step, some states cannot be reached.
  const smooth = time > 1;
  add("ctcPaths", inputs, {}, ["any", skips], smooth, [1, 1, 0]);
  // Between whole numbers, since the paths jump at them.
  const lengths = [time - 0.5, Math.max(0.5, time - 1.5)];
  add("ctcPaths", [...inputs, float([2, 1])], {}, ["any", skips, lengths], smooth, [1, 1, 1]);
}
for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const matrix = (rows: number, columns: number, flip: boolean) =>
      flip ? [columns, rows] : [rows, columns];
    for (const [m, k, n] of [
      [1, 1, 1],
      [3, 5, 7],
      [64, 784, 10],
      [5, 130, 33],
      [17, 9, 128],
    ] as const) {
      add("matmul", [float(matrix(m, k, transposeA)), float(matrix(k, n, transposeB))], {
        transposeA,
        transposeB,
      });
    }
    add("matmul", [float([2, 3, ...matrix(4, 5, transposeA)]), float([3, ...matrix(5, 2, transposeB)])], {
      transposeA,
      transposeB,
    });
  }
}
for (const op of ["sum", "max"] as const) {
  for (const [shape, axes] of [
    [[7], [0]],
    [[], []],
    [[64, 10], [1]],
    [[64, 10], [0]],
    [[3, 4, 5], [1]],
    [
      [3, 4, 5],
      [0, 2],
    ],
    [
      [3, 4, 5],
      [0, 1, 2],
    ],
    [
      [2, 3, 4, 5],
      [0, 2, 3],
    ],
    [[1000], [0]],
    [[3, 700], [1]],
    [[700, 3], [0]],
  ] as const) {
    for (const keepDims of [false, true]) add(op, [float(shape)], { axes, keepDims });
  }
}
add("argmax", [float([64, 10])], { axis: 1 });
add("argmax", [float([3, 4, 5])], { axis: 1 });
add("argmax", [float([1, 1])], { axis: 0 });
add("argmax", [float([2, 3])], { axis: 1 }, [[1, 2, 2, 0, 0, -1]]);
add("oneHot", [int([6])], { depth: 4 }, [[0, 3, 1, -1, 4, 2]]);
add("oneHot", [int([2, 3])], { depth: 5 }, [{ below: 5 }]);
for (const op of ["sin", "cos"] as const)
  add(op, [float([9])], {}, [[0, 1e-20, 1e-3, -0.8, 3.1415926, -7.9, 100.5, -1234.5, 10000]], false);
add("erf", [float([9])], {}, [[0, 1e-20, -1e-3, 0.9, 0.95, -2.5, 3, 4.5, -100]], false);
add("gather", [float([5, 3]), int([4])], { axis: 0 }, ["any", [4, 0, 2, 2]]);
add("gather", [float([5, 3]), int([2, 3])], { axis: 0 }, ["any", [4, -1, 2, 5, 0, 4]], false);
add("gather", [float([5, 3]), int([2, 3])], { axis: 0, outside: "zero" }, ["any", [4, -1, 2, 5, 0, 4]]);
add("gather", [float([4]), int([2, 3])], { axis: 0 }, ["any", { below: 4 }]);
add("gather", [float([3, 5]), int([3])], { axis: 1 }, ["any", [4, 0, 5]], false);
add("gather", [float([3, 5]), int([3])], { axis: 1 }, ["any", [4, 0, 3]]);
add("gather", [float([2, 5, 3]), int([2, 4])], { axis: 1 }, ["any", { below: 5 }]);
add("gather", [float([2, 3, 5]), int([2, 3, 4])], { axis: 2 }, ["any", { below: 5 }]);
add("gather", [float([1, 1]), int([])], { axis: 0 }, ["any", { below: 1 }]);
add("gather", [int([6, 2]), int([5])], { axis: 0 }, [{ below: 9 }, [5, -1, 0, 6, 3]]);
add("scatterAdd", [float([4, 3]), int([4])], { axis: 0, size: 5 }, ["any", [4, 0, 4, 2]]);
add("scatterAdd", [float([2, 3, 2]), int([2, 3])], { axis: 0, size: 5 }, ["any", [4, -1, 2, 5, 0, 4]]);
add("scatterAdd", [float([2, 4, 3]), int([2, 4])], { axis: 1, size: 5 }, ["any", { below: 5 }]);
add("scatterAdd", [float([2, 7]), int([2, 7])], { axis: 1, size: 3 }, ["any", { below: 3 }]);
add("scatterAdd", [float([3]), int([])], { axis: 0, size: 4 }, ["any", [2]]);
add("scatterAdd", [float([300, 2]), int([300])], { axis: 0, size: 7 }, ["any", { below: 8 }]);
add("random", [int([]), int([])], { shape: [1027], stream: 0xfedcba98, draw: 2 }, [
  { below: 1000 },
  { below: 1000 },
]);
add("random", [int([]), int([])], { shape: [3, 5], stream: 3, draw: 0 }, [{ below: 1000 }, { below: 1000 }]);
add("histogram", [float([1000]), float([]), float([])], { bins: 16 }, ["any", [-2], [2]]);
add("histogram", [float([3, 7]), float([]), float([])], { bins: 5 }, ["any", [-0.5], [1]]);
add("histogram", [float([4]), float([]), float([])], { bins: 3 }, [[1, 1, 1, 1], [1], [1]]);

const plain = {
  stride: [1, 1],
  padding: [
    [0, 0],
    [0, 0],
  ],
  dilation: [1, 1],
} as const;
const windows = [
  { x: [2, 3, 7, 6], w: [4, 3, 3, 3], ...plain, groups: 1 },
  { x: [1, 1, 1, 1], w: [1, 1, 1, 1], ...plain, groups: 1 },
  {
    x: [2, 3, 8, 9],
    w: [5, 3, 3, 2],
    ...plain,
    stride: [2, 3],
    padding: [
      [1, 1],
      [0, 1],
    ],
    groups: 1,
  },
  {
    x: [2, 4, 9, 8],
    w: [6, 2, 3, 3],
    ...plain,
    dilation: [2, 1],
    padding: [
      [2, 2],
      [1, 1],
    ],
    groups: 2,
  },
  {
    x: [1, 3, 5, 5],
    w: [3, 1, 3, 3],
    ...plain,
    padding: [
      [1, 1],
      [1, 1],
    ],
    groups: 3,
  },
  {
    x: [3, 16, 14, 14],
    w: [32, 16, 3, 3],
    ...plain,
    padding: [
      [1, 1],
      [1, 1],
    ],
    groups: 1,
  },
  { x: [2, 1, 28, 28], w: [16, 1, 3, 3], ...plain, groups: 1 },
] as const;
for (const { x, w, groups, stride, padding, dilation } of windows) {
  const attributes = { stride, padding, dilation, groups };
  const span = (axis: 0 | 1) => dilation[axis] * (w[axis + 2]! - 1) + 1;
  const positions = (axis: 0 | 1) =>
    Math.floor((x[axis + 2]! + padding[axis][0] + padding[axis][1] - span(axis)) / stride[axis]) + 1;
  const y = [x[0], w[0], positions(0), positions(1)];
  add("conv2d", [float(x), float(w)], attributes);
  add("conv2dInputGradient", [float(y), float(w)], { ...attributes, inputShape: x });
  add("conv2dWeightGradient", [float(x), float(y)], { ...attributes, weightShape: w });
}
for (const [shape, window] of [
  [[2, 3, 8, 6], { ...plain, kernel: [2, 2], stride: [2, 2] }],
  [
    [1, 2, 7, 7],
    {
      ...plain,
      kernel: [3, 3],
      stride: [2, 2],
      padding: [
        [1, 1],
        [1, 1],
      ],
    },
  ],
  [[2, 1, 5, 6], { ...plain, kernel: [3, 2], stride: [1, 1] }],
  [[1, 1, 1, 1], { ...plain, kernel: [1, 1], stride: [1, 1] }],
  [[1, 2, 9, 9], { ...plain, kernel: [2, 2], stride: [3, 3] }],
] as const) {
  const positions = (axis: 0 | 1) =>
    Math.floor(
      (shape[axis + 2]! + window.padding[axis][0] + window.padding[axis][1] - window.kernel[axis]) /
        window.stride[axis],
    ) + 1;
  const pooled = [shape[0], shape[1], positions(0), positions(1)];
  add("maxPool2d", [float(shape)], window);
  add("avgPool2d", [float(shape)], window);
  add("avgPool2dGradient", [float(pooled)], { ...window, inputShape: shape });
  add("maxPool2dGradient", [float(pooled), int(pooled)], { ...window, inputShape: shape }, [
    "any",
    indicesOf(shape, pooled, window),
  ]);
}
// Padding at the end as large as the kernel, but smaller than the dilated window.
add("maxPool2d", [float([2, 2, 6, 5])], {
  kernel: [2, 2],
  stride: [3, 2],
  padding: [
    [1, 3],
    [1, 2],
  ],
  dilation: [3, 2],
});

/** Indices as a pooling could return them: each in its own window, at a place that varies from window to window. */
function indicesOf(
  shape: readonly number[],
  pooled: readonly number[],
  { kernel, stride, padding }: AttributesOf<"maxPool2d">,
): number[] {
  const indices: number[] = [];
  for (let plane = 0; plane < pooled[0]! * pooled[1]!; plane++) {
    for (let i = 0; i < pooled[2]!; i++) {
      for (let j = 0; j < pooled[3]!; j++) {
        const row = Math.min(shape[2]! - 1, Math.max(0, i * stride[0] - padding[0][0] + (plane % kernel[0])));
        const column = Math.min(
          shape[3]! - 1,
          Math.max(0, j * stride[1] - padding[1][0] + ((plane + i) % kernel[1])),
        );
        indices.push(row * shape[3]! + column);
      }
    }
  }
  return indices;
}

export const operationCases: readonly OperationCase[] = cases;
