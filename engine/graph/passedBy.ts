import type { NodePath } from "../tensor/path";
import { isFirstOutput } from "./canBeBypassed";
import type { FlatEnd } from "./frame";
import type { TypedGraph } from "./typedGraph";

/** The output that stands for the first one of a bypassed node; undefined for other nodes and outputs. */
export function passedBy(
  { bypassed, graph }: Pick<TypedGraph, "bypassed" | "graph">,
  path: NodePath,
  port: string | undefined,
): FlatEnd | undefined {
  const pass = bypassed?.passes.get(path);
  return pass && isFirstOutput(graph, pass.node, port) ? pass.source : undefined;
}
