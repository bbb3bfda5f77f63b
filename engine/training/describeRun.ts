import { version } from "../../package.json";
import { playedFigures } from "../data/catalog/playedFigures";
import type { StartEvent } from "../run/events";
import { trainingSamples, validationSamples } from "../data/batches";
import type { Cursor } from "./checkpoint";
import { figureOf } from "../tensor/path";
import { classNamesOf } from "./classNamesOf";
import type { OpenedRun } from "./openRun";
import type { RunRecord, WrittenRecord } from "../runFolder/runRecord";

type Run = Pick<OpenedRun, "plan" | "folder" | "origin">;

/** The content of `run.json`. */
export function recordOf(
  { plan, origin }: Run,
  now: {
    readonly step: number;
    readonly best: Cursor["best"];
    readonly status: RunRecord["status"];
    readonly reason?: string | undefined;
    readonly error?: { readonly code: string; readonly message: string } | undefined;
  },
): WrittenRecord {
  const { options, runtime, batchSize, dropLast, epochs, steps, seed } = plan;
  const { step, best, status, reason, error } = now;
  return {
    netloom: 1,
    file: options.file,
    device: { kind: runtime.device.kind, name: runtime.device.name },
    seed,
    batchSize,
    dropLast,
    epochs,
    steps,
    status,
    step,
    started: origin.started,
    data: origin.data,
    ...(origin.dataChangedAt !== undefined && { dataChangedAt: origin.dataChangedAt }),
    ...(origin.weightsFrom !== undefined && { weights: origin.weightsFrom }),
    best,
    versions: { netloom: version, node: process.version },
    ...(reason !== undefined && { reason }),
    ...(error && { error: { code: error.code, message: error.message } }),
  };
}

/** The event that starts a run; `resumedAt` steps are already done. */
export function startEvent({ plan, folder, origin }: Run, resumedAt: number): StartEvent {
  const {
    options,
    runtime,
    typed,
    batchSize,
    epochs,
    steps,
    stepsPerEpoch,
    objectives,
    datasets,
    warnings,
    experience,
  } = plan;
  return {
    event: "start",
    run: folder.path,
    model: options.file,
    device: runtime.device,
    parameters: typed.parameterCount,
    batchSize,
    epochs,
    stepsPerEpoch,
    steps,
    ...(origin.weights && { weights: origin.weights }),
    resumedAt,
    trainSamples: trainingSamples(datasets),
    validationSamples: validationSamples(datasets),
    metrics: [
      ...objectives.flatMap(({ objective: { name }, compiled }) => [
        ...(name === undefined ? [] : [figureOf(name, "loss")]),
        ...compiled.metrics.map((metric) => metric.name),
      ]),
      ...(experience ? playedFigures.map(({ name }) => name) : []),
    ],
    classNames: classNamesOf(
      objectives.flatMap(({ compiled }) => compiled.metrics),
      datasets,
    ),
    ...objectivesOf(plan),
    ...(warnings.length > 0 && {
      warnings: warnings.map(({ code, message, node }) => ({ code, message, nodeId: node })),
    }),
  };
}

/** The objectives with names, and the epochs in which they run. */
function objectivesOf({ objectives, typed }: Run["plan"]): Pick<StartEvent, "objectives"> {
  if (typed.graph.training.objectives.length === 0) return {};
  return {
    objectives: objectives.map(({ objective: { name = "", epochs } }) => ({
      name,
      ...(epochs && { epochs }),
    })),
  };
}
