import type { DType } from "../tensor/tensor";

/** A number as WGSL, which has no literals for infinity and NaN and rejects constant expressions that yield them. */
export function literal(value: number, dtype: DType = "float32"): string {
  if (dtype === "int32") return `i32(${value})`;
  if (Number.isFinite(value)) return `f32(${value})`;
  if (Number.isNaN(value)) return "bitcast<f32>(nan_bits())";
  return `bitcast<f32>(${value > 0 ? "infinity_bits()" : "negative_infinity_bits()"})`;
}
