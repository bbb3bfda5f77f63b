import type { TypedNode } from "../../graph/typedGraph";

/** The size of a node's first input along its parameter `dim`; undefined for the batch. */
export function axisSize({ params, inputs }: TypedNode): number | undefined {
  const size = inputs.input?.[0]?.shape.at(Number(params?.dim ?? 1));
  return typeof size === "number" ? size : undefined;
}
