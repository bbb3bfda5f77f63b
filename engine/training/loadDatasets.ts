import { DataError } from "../data/dataError";
import type { DataPlace } from "../data/dataPath";
import type { LoadedDataset } from "../data/dataset";
import { loadDataset } from "../data/load";
import type { TypedGraph } from "../graph/typedGraph";
import { dataProblem } from "./dataProblems";
import { datasetNodes } from "./datasetNodes";
import { modelHasProblems, noTrainingSamples } from "./errors";

/**
 * Loads every Dataset of a graph, one after the other, so that the memory check of each accounts for those before it.
 * Throws an EngineError with the problem at its node if data cannot be read or have no training samples.
 */
export async function loadDatasets(typed: TypedGraph, place: DataPlace): Promise<LoadedDataset[]> {
  const loaded: LoadedDataset[] = [];
  for (const { node, source, params, feeds } of datasetNodes(typed)) {
    try {
      loaded.push({ node, feeds, dataset: await loadDataset(source, params, place) });
    } catch (error) {
      const written = typed.flat.nodes.get(node);
      if (error instanceof DataError && written) throw modelHasProblems([dataProblem(written, error)]);
      throw error;
    }
  }
  const empty = loaded.find(({ dataset }) => dataset.train.length === 0);
  if (empty) throw noTrainingSamples(empty.node);
  return loaded;
}
