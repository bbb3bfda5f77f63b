import { timesTransposed } from "./matmul";
import type { Builder, Value } from "./operation";
import { at, sizeOf } from "../tensor/tensor";

/**
 * x[…, in]·weightᵀ + bias with weight [out, in], like `torch.nn.functional.linear`. Leading axes are flattened to the rows
 * of a single product.
 */
export function linear(b: Builder, x: Value, weight: Value, bias: Value | undefined): Value {
  const { shape } = x.type;
  const [out, features] = [at(weight.type.shape, 0), at(shape, shape.length - 1)];
  const rows = shape.length === 2 ? x : b.reshape(x, { shape: [sizeOf(shape.slice(0, -1)), features] });
  const product = timesTransposed(b, rows, weight);
  const shifted = bias ? b.add(product, bias) : product;
  return shape.length === 2 ? shifted : b.reshape(shifted, { shape: [...shape.slice(0, -1), out] });
}
