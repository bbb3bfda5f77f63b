import type { DataPort } from "./source";

/** A port with a sequence of `length` tokens, which are indices of `names`; its shape is undefined while the length is. */
export function tokenPort(
  name: string,
  length: number | undefined,
  names: readonly string[] | undefined,
): Omit<DataPort, "shape"> & { readonly shape: readonly number[] | undefined } {
  return {
    name,
    shape: length === undefined ? undefined : [length],
    dtype: "int32",
    ...(names && { classes: names.length, classNames: names, range: { low: 0, high: names.length - 1 } }),
    whole: true,
  };
}
