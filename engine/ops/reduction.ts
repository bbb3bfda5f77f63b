import type { Builder, Value } from "./operation";
import { at, sizeOf, stridesOf, type HostTensor, type TensorType } from "../tensor/tensor";

/** The reduced axes, ascending; `keepDims` keeps them with size 1. */
export interface ReductionAttributes {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

export function reducedShape(x: TensorType, { axes, keepDims }: ReductionAttributes): number[] {
  if (axes.some((axis, i) => axis < 0 || axis >= x.shape.length || (i > 0 && axis <= at(axes, i - 1)))) {
    throw new Error(`reduction of [${x.shape.join(", ")}] over axes ${axes.join(", ")}`);
  }
  return x.shape.flatMap((size, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [size]));
}

/** Calls `visit` with each element of x, its index in the output and its index within the reduced axes. */
export function visitReduction(
  x: HostTensor,
  axes: readonly number[],
  visit: (value: number, output: number, position: number) => void,
): void {
  const { shape } = x.type;
  const strides = stridesOf(shape);
  const weights = (reduced: boolean) => {
    const chosen = shape.map((size, axis) => (axes.includes(axis) === reduced ? size : 1));
    return stridesOf(chosen).map((stride, axis) => (at(chosen, axis) === 1 ? 0 : stride));
  };
  const [toOutput, toPosition] = [weights(false), weights(true)];
  for (let element = 0; element < sizeOf(shape); element++) {
    let [output, position] = [0, 0];
    for (let axis = 0; axis < shape.length; axis++) {
      const index = Math.floor(element / at(strides, axis)) % at(shape, axis);
      output += index * at(toOutput, axis);
      position += index * at(toPosition, axis);
    }
    visit(x.data[element] ?? NaN, output, position);
  }
}

/** A reduced value, or its gradient, with the reduced axes back as size 1, so that it broadcasts against the input. */
export function restoreAxes(
  b: Builder,
  value: Value,
  input: readonly number[],
  axes: readonly number[],
): Value {
  return b.reshape(value, { shape: input.map((size, axis) => (axes.includes(axis) ? 1 : size)) });
}
