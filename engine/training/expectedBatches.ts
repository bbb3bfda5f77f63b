import { validationSize } from "../data/validationSize";
import type { DataFacts, TypedGraph } from "../graph/typedGraph";
import { defaultEpochs } from "../graph/trainingDefaults";
import { batchSizeFor } from "./batchFeeds";
import { datasetNodes } from "./datasetNodes";

export interface ExpectedBatches {
  /** Rows to train on. */
  readonly samples: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
}

/** How training will go through the data, from what is known of them without loading them; undefined where nothing is. */
export function expectedBatches(typed: TypedGraph, facts: DataFacts): ExpectedBatches | undefined {
  const sizes = datasetNodes(typed).flatMap(({ node, params }) => {
    const samples = facts[node]?.samples;
    return samples === undefined ? [] : [samples - validationSize(samples, Number(params.validation))];
  });
  const samples = Math.min(...sizes);
  if (!Number.isFinite(samples) || samples < 1) return undefined;
  const { training } = typed.graph;
  const batchSize = batchSizeFor(samples, training.batchSize);
  const stepsPerEpoch = stepsFor(samples, batchSize, training.dropLast);
  return { samples, batchSize, stepsPerEpoch, epochs: training.epochs ?? defaultEpochs(stepsPerEpoch) };
}

function stepsFor(samples: number, batchSize: number, dropLast: boolean): number {
  return dropLast ? Math.floor(samples / batchSize) : Math.ceil(samples / batchSize);
}
