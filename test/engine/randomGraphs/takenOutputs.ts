import type { TypedGraph } from "../../../engine/graph/typedGraph";

/** The outputs that a wire leaves from, as `node.port`. */
export function takenOutputs(typed: TypedGraph): Set<string> {
  const wires = [...typed.nodes.values()].flatMap(({ incoming }) => Object.values(incoming).flat());
  return new Set(wires.map(({ node, port }) => `${node}.${port}`));
}
