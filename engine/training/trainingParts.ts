import type { Accumulation } from "../compiler/accumulate";
import type { Program } from "../compiler/program";
import { statisticsStep, trainingStep, type TrainingStep } from "../compiler/trainingStep";
import { objectivesOf } from "../graph/objectives";
import type { TypedGraph } from "../graph/typedGraph";
import type { Timetable } from "./Timetable";

/** One Program of a training step: of an objective, for batches of one size. */
export interface TrainingPart {
  /** The objective's index. */
  readonly objective: number;
  /** Whether it updates the weights; otherwise it adds its gradients to those of the batches after it. */
  readonly updates: boolean;
  /** A batch's `part`. */
  readonly index: 0 | 1;
  readonly batchSize: number;
  readonly compiled: TrainingStep;
  /** The Program that computes the statistics of such a step; compiled on first use. */
  readonly statistics: () => Program;
}

/**
 * The Programs that training needs, objective by objective; each begins with the one that updates after a full batch.
 *
 * @param sizes Of full batches, and of the smaller last batch of a pass, if any.
 */
export function trainingParts(
  typed: TypedGraph,
  sizes: readonly number[],
  timetable: Timetable,
): TrainingPart[] {
  const { training } = typed.graph;
  const roles: readonly (Accumulation | undefined)[] =
    training.accumulate > 1 ? ["update", "add"] : [undefined];
  return objectivesOf(training).flatMap((objective, number) =>
    roles.flatMap((accumulation) => {
      const updates = accumulation !== "add";
      const met = sizes.filter((_, index) => index === 0 || timetable.takesLastBatch(number, updates));
      return met.map((batchSize, index): TrainingPart => {
        const options = { objective, accumulation };
        return {
          objective: number,
          updates,
          index: index === 0 ? 0 : 1,
          batchSize,
          compiled: trainingStep(typed, batchSize, options),
          statistics: once(() => statisticsStep(typed, batchSize, options)),
        };
      });
    }),
  );
}

/** The Programs that compute the statistics of training steps. */
export function statisticsParts(parts: readonly TrainingPart[]): TrainingPart[] {
  return parts.filter(({ updates }) => updates);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
