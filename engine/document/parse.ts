import type { Graph } from "../graph/graph";
import type { Problem } from "../graph/problem";
import { readJson } from "./json";
import { readGraph } from "./readGraph";
import { errorList } from "./report";

/**
 * Parses a document. The graph is undefined only if the text is not JSON or too large; otherwise it contains everything
 * that could be read, including wrong parameters. `problems` lists what is wrong and where, in the order of the text,
 * as `listed` does.
 */
export function parse(text: string): { readonly graph: Graph | undefined; readonly problems: Problem[] } {
  const { root, problems } = readJson(text);
  if (!root && problems.length > 0) return { graph: undefined, problems };
  const { report, list } = errorList();
  const graph = readGraph(root, text.length, report);
  return { graph, problems: list() };
}
