import { validationSize } from "../data/split";
import type { DataFacts, TypedGraph } from "../graph/typedGraph";
import { datasetNodes } from "./datasetNodes";

/** Samples in a step, as training will have them, from what is known of the data without loading them. */
export function expectedBatchSize(typed: TypedGraph, facts: DataFacts): number {
  const sizes = datasetNodes(typed).flatMap(({ node, params }) => {
    const samples = facts[node]?.samples;
    return samples === undefined ? [] : [samples - validationSize(samples, Number(params.validation))];
  });
  const wanted = typed.graph.training.batchSize;
  const smallest = Math.min(...sizes);
  if (wanted === "all") return Number.isFinite(smallest) ? smallest : 1;
  return Math.min(wanted, smallest);
}
