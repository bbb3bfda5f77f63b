import { setParam } from "../setParam";
import type { Remedy } from "../fix";

/** An axis that does not exist, or along which things do not fit. */
export const changeAxis: Remedy = ({ node }) =>
  Array.isArray(node.params?.dim) || !("dim" in node.layer.params)
    ? []
    : [-1, 1].map((dim) => setParam(node.node.id, "dim", dim));
