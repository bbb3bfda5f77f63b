import type { TypedGraph } from "../graph/typedGraph";

/**
 * The ports whose values are fed to a Program, by node: the connected outputs of nodes that compute nothing (Dataset,
 * Input). Defined in this one place, so that a Program gets exactly the feeds it declares.
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
