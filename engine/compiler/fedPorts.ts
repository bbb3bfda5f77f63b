import type { TypedGraph } from "../graph/typedGraph";

/**
 * The ports that a Program is fed with, by the node that has them: those of nodes that compute nothing (Dataset, Input)
 * from which a wire leaves. Every other part asks here, so that what a Program wants is what it gets.
 */
export function fedPorts({ nodes }: TypedGraph): ReadonlyMap<string, readonly string[]> {
  const wired = new Map<string, Set<string>>();
  for (const { incoming } of nodes.values())
    for (const { node, port } of Object.values(incoming).flat())
      wired.set(node, (wired.get(node) ?? new Set()).add(port));
  return new Map(
    [...nodes]
      .filter(([, { layer }]) => !layer.lower)
      .map(([id, { outputs }]) => [id, Object.keys(outputs).filter((port) => wired.get(id)?.has(port))]),
  );
}
