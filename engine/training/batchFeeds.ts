import {
  evaluationBatches,
  trainingBatches,
  type BatchArrays,
  type EvaluationBatches,
} from "../data/batches";
import type { Dataset as Samples } from "../data/dataset";
import { at } from "../ops/tensor";
import { noTrainingSamples } from "./errors";

/** The samples of each Dataset node, and which of its ports the Program reads. */
export interface NodeSamples {
  readonly node: string;
  readonly samples: Samples;
  /** Port to feed: `image` → `digits.image`. */
  readonly feeds: Readonly<Record<string, string>>;
}

export interface TrainingFeeds {
  readonly stepsPerEpoch: number;
  readonly arrays: BatchArrays;
  fill(epoch: number, step: number): void;
}

/** Samples in a step: as many as wanted, as far as the smallest Dataset has them. Throws an EngineError for none. */
export function batchSizeFor(nodes: readonly NodeSamples[], wanted: number | "all"): number {
  const empty = nodes.find(({ samples }) => samples.train.length === 0);
  if (empty) throw noTrainingSamples(empty.node);
  const smallest = Math.min(...nodes.map(({ samples }) => samples.train.length));
  return wanted === "all" ? smallest : Math.min(wanted, smallest);
}

/** Shuffled batches of all Dataset nodes side by side; the smallest sets the epoch. */
export function trainingFeeds(nodes: readonly NodeSamples[], batchSize: number, seed: number): TrainingFeeds {
  const parts = nodes.map(({ samples, feeds }) => trainingBatches(samples, { batchSize, feeds, seed }));
  return {
    stepsPerEpoch: Math.min(...parts.map(({ stepsPerEpoch }) => stepsPerEpoch)),
    arrays: merged(parts),
    fill: (epoch, step) => {
      for (const part of parts) part.fill(epoch, step);
    },
  };
}

/** Batches that cover the validation samples of all Dataset nodes once. */
export function validationFeeds(nodes: readonly NodeSamples[], batchSize: number): EvaluationBatches[] {
  const smallest = Math.min(...nodes.map(({ samples }) => samples.validation.length));
  if (nodes.length === 0 || smallest === 0) return [];
  const lists = nodes.map(({ samples, feeds }) =>
    evaluationBatches(samples, samples.validation.subarray(0, smallest), { batchSize, feeds }),
  );
  return at(lists, 0).map((first, i) => {
    const parts = lists.map((list) => at(list, i));
    return {
      batchSize: first.batchSize,
      steps: first.steps,
      arrays: merged(parts),
      fill: (step: number) => {
        for (const part of parts) part.fill(step);
      },
    };
  });
}

function merged(parts: readonly { readonly arrays: BatchArrays }[]): BatchArrays {
  return Object.assign({}, ...parts.map(({ arrays }) => arrays)) as BatchArrays;
}
