import { setParam } from "../setParam";
import { upstreamWith } from "../upstreamWith";
import type { FixRule } from "../fix";

/** For a window that does not fit, or branches whose convolutions made their images different in size. */
export const padMore: FixRule = (conflict) => {
  const { typed, node, wires } = conflict;
  const own = "padding" in node.layer.params ? [node] : [];
  const before = wires.flatMap(({ source }) => upstreamWith(typed, source, "padding"));
  return [...new Set([...own, ...before])].flatMap((layer) =>
    [1, 2, 3, "same", 0].flatMap((padding) => setParam(typed, layer, "padding", padding)),
  );
};
