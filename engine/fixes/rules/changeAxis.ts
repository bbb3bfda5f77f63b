import { setParam } from "../setParam";
import type { FixRule } from "../fix";

/** For an axis that does not exist, or along which shapes do not match. */
export const changeAxis: FixRule = ({ typed, node }) =>
  Array.isArray(node.params?.dim) || !("dim" in node.layer.params)
    ? []
    : [-1, 1].flatMap((dim) => setParam(typed, node, "dim", dim));
