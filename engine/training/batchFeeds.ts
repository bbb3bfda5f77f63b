import {
  evaluationBatches,
  trainingBatches,
  type BatchArrays,
  type TrainingBatches,
  type EvaluationBatches,
} from "../data/batches";
import type { Dataset as Samples } from "../data/dataset";
import { at } from "../tensor/tensor";
import { defaultBatchSize } from "../graph/trainingDefaults";
import { noTrainingSamples } from "./errors";

/** The samples of each Dataset node, and which of its ports the Program reads. */
export interface NodeSamples {
  readonly node: string;
  readonly samples: Samples;
  /** Port to feed: `image` → `digits.image`. */
  readonly feeds: Readonly<Record<string, string>>;
}

/** How many samples an epoch has: those of the smallest Dataset. Throws an EngineError for none. */
export function trainingSamples(nodes: readonly NodeSamples[]): number {
  const empty = nodes.find(({ samples }) => samples.train.length === 0);
  if (empty) throw noTrainingSamples(empty.node);
  return Math.min(...nodes.map(({ samples }) => samples.train.length));
}

/** Samples in a step: as many as wanted, as far as there are any; undefined wants what suits their number. */
export function batchSizeFor(samples: number, wanted: number | "all" | undefined): number {
  return wanted === "all" ? samples : Math.min(wanted ?? defaultBatchSize(samples), samples);
}

/** Batches of several Datasets side by side; the samples in a row have the numbers of each node. */
export type SideBySide<Batches> = Omit<Batches, "sampleAt"> & {
  readonly sampleAt: (node: string, step: number, row: number) => number | undefined;
};

/** Shuffled batches of all Dataset nodes side by side, of so many samples of each in an epoch. */
export function trainingFeeds(
  nodes: readonly NodeSamples[],
  options: {
    readonly batchSize: number;
    readonly samples: number;
    readonly seed: number;
    readonly dropLast: boolean;
  },
): SideBySide<TrainingBatches> {
  const parts = nodes.map(({ samples, feeds }) => trainingBatches(samples, { ...options, feeds }));
  const first = at(parts, 0);
  const side = (index: 0 | 1) => {
    const batches = parts.flatMap(({ batches }) => batches[index] ?? []);
    return { size: at(batches, 0).size, arrays: merged(batches) };
  };
  return {
    stepsPerEpoch: first.stepsPerEpoch,
    batches: first.batches.length === 1 ? [side(0)] : [side(0), side(1)],
    fill: (epoch, step) => {
      let index: 0 | 1 = 0;
      for (const part of parts) index = part.fill(epoch, step);
      return index;
    },
    sampleAt: (node, step, row) => {
      const { stepsPerEpoch } = first;
      const part = parts[nodes.findIndex((one) => one.node === node)];
      return part?.sampleAt(Math.floor(step / stepsPerEpoch), step % stepsPerEpoch, row);
    },
  };
}

/** Batches that cover the validation samples of all Dataset nodes once. */
export function validationFeeds(
  nodes: readonly NodeSamples[],
  batchSize: number,
): SideBySide<EvaluationBatches>[] {
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
      sampleAt: (node, step, row) => parts[nodes.findIndex((one) => one.node === node)]?.sampleAt(step, row),
    };
  });
}

function merged(parts: readonly { readonly arrays: BatchArrays }[]): BatchArrays {
  return Object.assign({}, ...parts.map(({ arrays }) => arrays)) as BatchArrays;
}
