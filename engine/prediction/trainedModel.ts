import { basename, dirname } from "node:path";
import type { DataFacts } from "../data/catalog/facts";
import type { DataPlace } from "../data/dataPath";
import type { TypedGraph } from "../graph/typedGraph";
import { isCheckpoints } from "../runFolder/runPaths";
import { readRunData } from "../runFolder/runData";
import { modelHasProblems } from "../training/errors";
import { openModel } from "../training/openModel";
import { isFolder } from "../training/startingWeights";

/** A model without problems, and what is known of the data that it was trained on. */
export interface TrainedModel {
  readonly typed: TypedGraph;
  readonly facts: DataFacts;
}

/**
 * Opens a document to predict with weights of a run or a file. What a run has saved of its data comes before the data
 * files, which may have changed or be gone. Throws an EngineError with the problems of the document.
 */
export async function trainedModel(text: string, place: DataPlace, weights: string): Promise<TrainedModel> {
  const run = await runOf(weights);
  const known = run === undefined ? undefined : await readRunData(run);
  const { typed, facts, problems } = await openModel(text, place, known);
  if (!typed || problems.some(({ severity }) => severity === "error")) throw modelHasProblems(problems);
  return { typed, facts };
}

/** The run folder that is named, or that contains the named checkpoint. */
async function runOf(weights: string): Promise<string | undefined> {
  if (await isFolder(weights)) return weights;
  const folder = dirname(weights);
  return isCheckpoints(basename(folder)) ? dirname(folder) : undefined;
}
