import { setParam } from "../setParam";
import { upstreamWith } from "../upstreamWith";
import type { Remedy } from "../fix";

/** A window does not fit, or convolutions have made the branches' images different in size. */
export const padMore: Remedy = (conflict) => {
  const { typed, node, wires } = conflict;
  const own = "padding" in node.layer.params ? [node] : [];
  const before = wires.flatMap(({ source }) => upstreamWith(typed, source, "padding"));
  return [...new Set([...own, ...before])].flatMap((layer) =>
    [1, 2, 3, "same", 0].map((padding) => setParam(layer.node.id, "padding", padding)),
  );
};
