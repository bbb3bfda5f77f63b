import { setParam } from "../setParam";
import type { FixRule } from "../fix";

/** For a window too large for its input, padding too large for the window, or parameters that exclude each other. */
export const fitWindow: FixRule = ({ typed, node }) => {
  const set = (name: string, value: unknown) => setParam(typed, node, name, value);
  const params = node.params ?? {};
  const kernel = params.kernelSize;
  const side = Math.max(...(Array.isArray(kernel) ? kernel.map(Number) : [Number(kernel ?? 0)]));
  const smaller = [3, 2, 1].filter((size) => size < side).flatMap((size) => set("kernelSize", size));
  return [
    ...("padding" in params ? [Math.floor(side / 2), 0].flatMap((padding) => set("padding", padding)) : []),
    ...("stride" in params ? set("stride", 1) : []),
    ...("kernelSize" in params ? smaller : []),
  ];
};
