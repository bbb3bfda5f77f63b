import { afterStep } from "../compiler/afterStep";
import { evaluationStep } from "../compiler/evaluationStep";
import { policyStep } from "../compiler/policyStep";
import type { Program } from "../compiler/program";
import { batchSizes, stepsFor } from "../data/BatchOrder";
import { datasetBytes } from "../data/datasetMemory";
import { isSequential, sources } from "../data/catalog";
import { validationSize } from "../data/catalog/validationSize";
import type { TypedGraph } from "../graph/typedGraph";
import type { DataFacts, DatasetFacts } from "../data/catalog/facts";
import { objectivesOf } from "../graph/objectives";
import { policyOf } from "../graph/policies";
import { sizeOf } from "../tensor/tensor";
import { batchSizeFor } from "./batchSizeFor";
import { datasetNodes, type DatasetNode } from "./datasetNodes";
import { epochsFor } from "./epochsFor";
import { Timetable } from "./Timetable";
import { trainingParts } from "./trainingParts";

export interface ExpectedBatches {
  /** Number of training rows. */
  readonly samples: number;
  /** Number of validation rows. */
  readonly validationSamples: number;
  readonly batchSize: number;
  /** In the first epoch. */
  readonly stepsPerEpoch: number;
  readonly epochs: number;
}

/** How training will batch the data, from their facts alone, without loading them; undefined if these are not known. */
export function expectedBatches(typed: TypedGraph, facts: DataFacts): ExpectedBatches | undefined {
  const sizes = datasetNodes(typed).flatMap(({ node, params }) => {
    const samples = facts[node]?.samples;
    if (samples === undefined) return [];
    const held = validationSize(samples, Number(params.validation ?? 0));
    return [{ samples: samples - held, held }];
  });
  const samples = Math.min(...sizes.map((size) => size.samples));
  const validationSamples = Math.min(...sizes.map(({ held }) => held));
  if (!Number.isFinite(samples) || samples < 1) return undefined;
  const { training } = typed.graph;
  const batchSize = batchSizeFor(samples, training.batchSize);
  const { stepsPerEpoch } = timetableOf(typed, samples, batchSize).stageOf(0);
  const epochs = training.epochs ?? epochsFor(training, stepsPerEpoch);
  return { samples, validationSamples, batchSize, stepsPerEpoch, epochs };
}

/** The Programs that training will load, and the size of its data in bytes. */
export function expectedPrograms(
  typed: TypedGraph,
  facts: DataFacts,
): { readonly programs: readonly Program[]; readonly data: number } {
  const batches = expectedBatches(typed, facts);
  const { samples, validationSamples, batchSize } = batches ?? {
    samples: 1,
    validationSamples: 0,
    batchSize: 1,
  };
  const sizes = batchSizes(samples, batchSize, dropsLast(typed));
  const parts = trainingParts(typed, sizes, timetableOf(typed, samples, batchSize));
  if (!batches) return { programs: parts.map(({ compiled }) => compiled.program), data: 0 };
  const programs = [
    ...parts.map(({ compiled }) => compiled.program),
    ...afterStep(typed).map(({ program }) => program),
    ...policySteps(typed),
    ...batchSizes(validationSamples, batchSize, readsInOrder(typed)).map(
      (size) => evaluationStep(typed, size).program,
    ),
  ];
  const data = datasetNodes(typed).map(({ node }) => bytesOf(facts[node]));
  return { programs, data: data.reduce((sum, bytes) => sum + bytes, 0) };
}

function timetableOf(typed: TypedGraph, samples: number, batchSize: number): Timetable {
  const { training } = typed.graph;
  const played = datasetNodes(typed).find(isPlayed);
  const batches = played
    ? Number(played.params.stepsPerEpoch)
    : stepsFor(samples, batchSize, dropsLast(typed));
  return new Timetable(objectivesOf(training), training.accumulate, batches);
}

function bytesOf(facts: DatasetFacts | undefined): number {
  if (!facts) return 0;
  const numbers = Object.values(facts.ports).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return datasetBytes(facts.samples, numbers);
}

function dropsLast(typed: TypedGraph): boolean {
  return typed.graph.training.dropLast || readsInOrder(typed) || datasetNodes(typed).some(isPlayed);
}

function isPlayed({ source }: DatasetNode): boolean {
  return sources.get(source)?.environment !== undefined;
}

/** The policy for one state, and for those of an evaluation. */
function policySteps(typed: TypedGraph): Program[] {
  const node = datasetNodes(typed).find(isPlayed);
  const played = node && typed.nodes.get(node.node);
  const policy = played && policyOf(typed, played);
  return policy ? [1, Number(node.params.episodes)].map((states) => policyStep(typed, policy, states)) : [];
}

function readsInOrder(typed: TypedGraph): boolean {
  return datasetNodes(typed).some(({ params, source }) => isSequential({ ...params, source }));
}
