import { writeEnd } from "../../graph/edgeText";
import type { Graph } from "../../graph/graph";
import { endAt, portName, portNames, type End } from "../blockEdits/ports";
import { scopeOf } from "../pathThrough";

/** The sources of each input of a scope that has wires, in their order; first ports are not named. */
export function wiresByInput(graph: Graph, block: string | undefined): Map<string, string[]> {
  const scope = scopeOf(graph, block);
  const found = new Map<string, string[]>();
  const write = (end: End, side: "inputs" | "outputs") => {
    const node = scope?.nodes.get(end.node);
    const names = node ? portNames(graph, node, side) : [];
    return writeEnd(endAt(end.node, names, portName(names, end)));
  };
  for (const { from, to } of scope?.edges ?? []) {
    const input = write(to, "inputs");
    const source = write(from, "outputs");
    const sources = found.get(input);
    if (sources) sources.push(source);
    else found.set(input, [source]);
  }
  return found;
}
