import { DataError } from "../data/dataError";
import type { DataPlace } from "../data/dataPath";
import type { Dataset } from "../data/dataset";
import { loadDataset } from "../data/load";
import { datasetBytes } from "../data/samples";
import type { TypedGraph } from "../graph/typedGraph";
import { sizeOf } from "../tensor/tensor";
import type { NodeSamples } from "./batchFeeds";
import { dataProblem } from "./dataProblems";
import { datasetNodes } from "./datasetNodes";
import { modelHasProblems } from "./errors";

/**
 * Loads the samples of every Dataset, one after the other, so that each is known to fit beside those before it. Throws an
 * EngineError with the problem at its node where data cannot be read.
 */
export async function loadSamples(typed: TypedGraph, place: DataPlace): Promise<NodeSamples[]> {
  const loaded: NodeSamples[] = [];
  for (const { node, source, params, feeds } of datasetNodes(typed)) {
    try {
      const samples = await loadDataset(source, params, place);
      loaded.push({ node, feeds, samples });
    } catch (error) {
      const written = typed.graph.nodes.get(node);
      if (error instanceof DataError && written) throw modelHasProblems([dataProblem(written, error)]);
      throw error;
    }
  }
  return loaded;
}

/** Bytes that a data set takes in memory. */
export function bytesOf({ samples, columns }: Dataset): number {
  return datasetBytes(
    samples,
    columns.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  );
}
