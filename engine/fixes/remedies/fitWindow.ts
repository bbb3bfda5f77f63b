import { setParam } from "../setParam";
import type { Remedy } from "../fix";

/** A window is too large for what arrives, its padding too large for it, or its parameters exclude each other. */
export const fitWindow: Remedy = ({ node }) => {
  const { id } = node.node;
  const params = node.params ?? {};
  const kernel = params.kernelSize;
  const side = Math.max(...(Array.isArray(kernel) ? kernel.map(Number) : [Number(kernel ?? 0)]));
  const smaller = [3, 2, 1].filter((size) => size < side).map((size) => setParam(id, "kernelSize", size));
  return [
    ...("padding" in params
      ? [setParam(id, "padding", Math.floor(side / 2)), setParam(id, "padding", 0)]
      : []),
    ...("stride" in params ? [setParam(id, "stride", 1)] : []),
    ...("kernelSize" in params ? smaller : []),
  ];
};
