import { setParam } from "../setParam";
import type { FixRule } from "../fix";

/** For groups that do not divide the channels, or heads that do not divide the features. */
export const regroup: FixRule = ({ typed, node, wires }) =>
  ["groups", "numGroups", "numHeads"].flatMap((param) => {
    const now = Number(node.params?.[param]);
    const channels = wires[0]?.type.shape.at(param === "numHeads" ? -1 : 1);
    if (!(param in node.layer.params) || typeof channels !== "number") return [];
    const divisors = Array.from({ length: channels }, (_, i) => channels - i).filter(
      (size) => channels % size === 0 && size <= now,
    );
    const { outChannels } = node.params ?? {};
    const rounded =
      typeof outChannels === "number"
        ? setParam(typed, node, "outChannels", Math.ceil(outChannels / now) * now)
        : [];
    return [...rounded, ...divisors.slice(0, 2).flatMap((size) => setParam(typed, node, param, size))];
  });
