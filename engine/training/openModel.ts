import { sources } from "../data/catalog";
import { sourceName } from "../data/catalog/sourceName";
import { DataError } from "../data/dataError";
import { inspectDataset } from "../data/load";
import type { DataPlace } from "../data/dataPath";
import { expand } from "../graph/expand";
import type { Graph } from "../graph/graph";
import { inDocument } from "../graph/inDocument";
import { infer } from "../graph/infer";
import { lintGraph } from "../fixes/lints/lintGraph";
import { listed } from "../graph/listed";
import { misalignedRows } from "../fixes/misalignedRows";
import { parse } from "../document/parse";
import type { Problem } from "../graph/problem";
import type { TypedGraph } from "../graph/typedGraph";
import type { DatasetFacts, DataFacts } from "../data/catalog/facts";
import { Dataset } from "../layers/data/Dataset";
import { dataProblem, dataWarnings } from "./dataProblems";

/** A document as the engine sees it, with its data inspected and its shapes inferred. */
export interface OpenModel {
  /** Undefined if the text cannot be parsed. */
  readonly typed: TypedGraph | undefined;
  readonly facts: DataFacts;
  /** Problems of the text, the data and the shapes, in the order of the text; see `listed`. */
  readonly problems: readonly Problem[];
}

/**
 * Parses a document, inspects its data, and infers all shapes.
 *
 * @param known Facts of Datasets whose files are not read, by node: those of a run.
 */
export async function openModel(text: string, place: DataPlace, known: DataFacts = {}): Promise<OpenModel> {
  const { graph, problems: parsing } = parse(text);
  if (!graph) return { typed: undefined, facts: {}, problems: listed(parsing) };
  const data = await inspectData(graph, place, known);
  const typed = infer(graph, data.facts);
  const wiring = [...typed.problems, ...lintGraph(typed), ...misalignedRows(typed, data.facts)];
  return { typed, facts: data.facts, problems: listed([...parsing, ...data.problems, ...wiring]) };
}

/**
 * The facts of each Dataset of a graph; data that cannot be used, or only in part, are reported as problems at its
 * node.
 */
export async function inspectData(
  graph: Graph,
  place: DataPlace,
  known: DataFacts = {},
): Promise<{ facts: DataFacts; problems: readonly Problem[] }> {
  const facts: Record<string, DatasetFacts> = {};
  const problems: Problem[] = [];
  const { graph: flat } = expand(graph);
  for (const node of flat.nodes.values()) {
    if (node.type !== Dataset.type) continue;
    const before = Object.hasOwn(known, node.id) ? known[node.id] : undefined;
    if (before && sources.get(sourceName(node.params))?.readsFiles) {
      facts[node.id] = before;
      continue;
    }
    try {
      const found = await inspectDataset(sourceName(node.params), node.params, place);
      facts[node.id] = found;
      problems.push(...dataWarnings(node, found));
    } catch (error) {
      // Wrong parameters are reported by `parse`; only problems of the files are reported here.
      if (!(error instanceof DataError)) throw error;
      if (error.code === "data-source-unknown" || error.code === "data-parameter") continue;
      problems.push(dataProblem(node, error));
    }
  }
  return { facts, problems: inDocument({ graph, flat }, problems) };
}
