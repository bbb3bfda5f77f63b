import { sampleSize, type Dim, type GraphType } from "../../tensor/graphType";
import { boolean, integers } from "../../parameters/parameter";
import { axisOf } from "./axis";
import { expectAxis } from "./expect";

/** The parameters of layers that reduce axes. */
export const reduceParams = {
  dim: integers({
    default: [],
    help: "The axes to reduce; 0 is the batch, −1 the last. Empty: all but the batch.",
  }),
  keepDim: boolean({ default: false, help: "Keeps these axes, with size 1." }),
};

/** Throws a LayerProblem for axes that cannot be reduced. */
export function reducedType(type: GraphType, dim: readonly number[], keepDim: boolean): GraphType {
  const axes = dim.length > 0 ? dim.map((axis) => expectAxis(axis, type)) : sampleAxes(type.shape);
  const shape = type.shape.flatMap((size, axis): Dim[] =>
    axes.includes(axis) ? (keepDim ? [1] : []) : [size],
  );
  return { shape, dtype: type.dtype };
}

/** The reduced axes, counted from 0, ascending. */
export function reducedAxes(type: GraphType, dim: readonly number[]): number[] {
  if (dim.length === 0) return sampleAxes(type.shape);
  return [...new Set(dim.map((axis) => axisOf(axis, type.shape.length)))].sort((a, b) => a - b);
}

/** How many elements are reduced to one. */
export function reducedSize(type: GraphType, dim: readonly number[]): number {
  return sampleSize({ ...type, shape: reducedAxes(type, dim).map((axis) => type.shape[axis] ?? 1) });
}

function sampleAxes(shape: readonly Dim[]): number[] {
  return shape.flatMap((size, axis) => (size === "N" ? [] : [axis]));
}
