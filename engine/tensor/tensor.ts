/**
 * Element types of the IR. Comparisons return float32 zeros and ones, so that no kernel has to support a third type. On
 * the reference runtime, `float32` values are computed and stored in float64.
 */
export type DType = "float32" | "int32";

/** The static type of a value in a Program: every size is known. Row-major, contiguous. */
export interface TensorType {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** A tensor in the reference runtime's memory. `float32` is stored as float64. */
export interface HostTensor {
  readonly type: TensorType;
  readonly data: Float64Array | Int32Array;
}

export function float(shape: readonly number[]): TensorType {
  return { shape, dtype: "float32" };
}

export function int(shape: readonly number[]): TensorType {
  return { shape, dtype: "int32" };
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Row-major strides of a contiguous shape, in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = at(strides, axis + 1) * at(shape, axis + 1);
  return strides;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** The element at an index that must exist. */
export function at<T>(list: readonly T[], index: number): T {
  const element = list[index];
  if (element === undefined) throw new RangeError(`index ${index} of ${list.length}`);
  return element;
}

/**
 * The shape two operands broadcast to by NumPy's rules, or undefined if they do not match.
 * https://numpy.org/doc/stable/user/basics.broadcasting.html
 */
export function broadcastShapes<D extends number | "N">(
  a: readonly D[],
  b: readonly D[],
): (D | 1)[] | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: (D | 1)[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    shape.push(left === 1 ? right : left);
  }
  return shape;
}
