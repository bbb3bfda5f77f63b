import { setParam } from "../setParam";
import type { FixRule } from "../fix";

/** For a window too large for its input, padding too large for the window, or parameters that exclude each other. */
export const fitWindow: FixRule = ({ node }) => {
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
