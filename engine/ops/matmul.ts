import { broadcastStrides } from "./elementwise";
import { planProduct } from "./planProduct";
import { defineOperation, type Value, type Builder } from "./operation";
import { sumTo } from "./sumTo";
import { at, broadcastShapes, sizeOf, stridesOf, type TensorType } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /** [.., m, k] · [.., k, n]; a transposed operand is stored [.., k, m] or [.., n, k]. Leading axes broadcast. */
    matmul: Signature<["a", "b"], { readonly transposeA: boolean; readonly transposeB: boolean }>;
  }
}

/** Matrix product over the last two axes, for each index of the leading ones. */
export const matmul = defineOperation({
  name: "matmul",
  inputs: ["a", "b"],
  infer: ({ a, b }, { transposeA, transposeB }) => {
    const { m, k, n, inner, batch } = matmulSizes(a, b, transposeA, transposeB);
    if (k !== inner || !batch) throw new Error(`matmul: [${a.shape.join(", ")}] and [${b.shape.join(", ")}]`);
    return [{ shape: [...batch, m, n], dtype: "float32" }];
  },
  reference: ({ a, b }, [y], { transposeA, transposeB }) => {
    const { m, k, n, batch } = matmulSizes(a.type, b.type, transposeA, transposeB);
    const batches = batch ?? [];
    const strides = stridesOf(batches);
    const stridesA = broadcastStrides(a.type.shape.slice(0, -2), batches);
    const stridesB = broadcastStrides(b.type.shape.slice(0, -2), batches);
    const [aRow, aColumn] = transposeA ? [1, m] : [k, 1];
    const [bRow, bColumn] = transposeB ? [1, k] : [n, 1];
    for (let p = 0; p < sizeOf(batches); p++) {
      let [startA, startB] = [0, 0];
      for (let axis = 0; axis < batches.length; axis++) {
        const index = Math.floor(p / at(strides, axis)) % at(batches, axis);
        startA += index * at(stridesA, axis) * m * k;
        startB += index * at(stridesB, axis) * k * n;
      }
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let l = 0; l < k; l++) {
            sum +=
              (a.data[startA + i * aRow + l * aColumn] ?? NaN) *
              (b.data[startB + l * bRow + j * bColumn] ?? NaN);
          }
          y.data[(p * m + i) * n + j] = sum;
        }
      }
    }
  },
  gradient: (builder, { inputs: { a, b }, attributes: { transposeA, transposeB }, gradients: [g] }) => {
    const product = (p: Value, q: Value, transposeP: boolean, transposeQ: boolean) =>
      builder.matmul(p, q, { transposeA: transposeP, transposeB: transposeQ });
    const ofA = transposeA ? product(b, g, transposeB, true) : product(g, b, false, !transposeB);
    const ofB = transposeB ? product(g, a, true, transposeA) : product(a, g, !transposeA, false);
    return { a: sumTo(builder, ofA, a.type.shape), b: sumTo(builder, ofB, b.type.shape) };
  },
  webgpu: {
    kind: "kernels",
    plan: (instruction, device) => {
      const {
        inputs: { a, b },
        outputs: [y],
        attributes: { transposeA, transposeB },
      } = instruction;
      const { m, k, n, batch } = matmulSizes(a.type, b.type, transposeA, transposeB);
      const batches = batch ?? [];
      const [leadingA, leadingB] = [a, b].map(({ type }) =>
        broadcastStrides(type.shape.slice(0, -2), batches),
      );
      const leading = mergeLeading(batches, leadingA ?? [], leadingB ?? []);
      return planProduct(
        {
          reads: [a, b],
          y,
          m,
          n,
          k,
          batches: sizeOf(batches),
          operands: "matmul",
          alongK: { a: !transposeA, b: transposeB },
          constants: {
            BATCH_1: leading[1].size,
            BATCH_2: leading[2].size,
            ...Object.fromEntries(
              leading.flatMap(({ a: stepA, b: stepB }, i) => [
                [`A_${String(i)}`, stepA * m * k],
                [`B_${String(i)}`, stepB * k * n],
              ]),
            ),
            A_ROW: transposeA ? 1 : k,
            A_K: transposeA ? m : 1,
            B_K: transposeB ? 1 : n,
            B_COLUMN: transposeB ? k : 1,
          },
        },
        device,
      );
    },
  },
  onnx: (emit, { a, b }, { inputs, attributes: { transposeA, transposeB } }) => {
    const rankOf = ({ type }: Value) => type.shape.length;
    const flip = (name: string, value: Value) => {
      const rank = rankOf(value);
      const axes = Array.from({ length: rank }, (_, axis) => axis);
      return emit.node("Transpose", [name], { perm: [...axes.slice(0, -2), rank - 1, rank - 2] });
    };
    if (rankOf(inputs.a) === 2 && rankOf(inputs.b) === 2) {
      return [emit.node("Gemm", [a, b], { transA: Number(transposeA), transB: Number(transposeB) })];
    }
    return [emit.node("MatMul", [transposeA ? flip(a, inputs.a) : a, transposeB ? flip(b, inputs.b) : b])];
  },
});

/** The sizes of a product [m, k]·[inner, n], which is defined if `k` and `inner` are equal. */
export function matmulSizes(a: TensorType, b: TensorType, transposeA: boolean, transposeB: boolean) {
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [inner, n] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
  return { m, k, n, inner, batch: broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2)) };
}

interface LeadingAxis {
  readonly size: number;
  readonly a: number;
  readonly b: number;
}

/** Merges the leading axes, with the operands' strides along them in matrices, into the three that the shader supports. */
function mergeLeading(
  sizes: readonly number[],
  a: readonly number[],
  b: readonly number[],
): readonly [LeadingAxis, LeadingAxis, LeadingAxis] {
  const merged: LeadingAxis[] = [];
  sizes.forEach((size, axis) => {
    if (size === 1) return;
    const next = { size, a: at(a, axis), b: at(b, axis) };
    const last = merged.at(-1);
    if (last?.a === next.a * size && last.b === next.b * size) {
      merged[merged.length - 1] = { ...next, size: last.size * size };
    } else merged.push(next);
  });
  if (merged.length > 3)
    throw new RangeError(
      `matmul: [${sizes.join(", ")}] broadcasts along more than three separate groups of axes`,
    );
  const [first, second, third] = [...merged].reverse();
  const none = { size: 1, a: 0, b: 0 };
  return [third ?? none, second ?? none, first ?? none];
}

/** x·wᵀ: a Linear layer's product. */
export function timesTransposed(b: Builder, x: Value, w: Value): Value {
  return b.matmul(x, w, { transposeA: false, transposeB: true });
}
