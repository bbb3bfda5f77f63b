import type { EpochEvent, RunEvent, StartEvent, StepsEvent } from "../../../engine/run/events";
import { afterEvent, noRun, type RunState } from "../../../webview/training/runState";

const run = "/workspace/.netloom/runs/test";

export const start: StartEvent = {
  event: "start",
  run,
  model: "test.nn.json",
  device: { kind: "cpu", name: "CPU, 2 threads" },
  parameters: 10,
  batchSize: 10,
  epochs: 10,
  stepsPerEpoch: 100,
  steps: 1000,
  resumedAt: 0,
  trainSamples: 1000,
  validationSamples: 100,
  metrics: ["accuracy"],
};

export function steps(first: number, loss: readonly number[], more: Partial<StepsEvent> = {}): StepsEvent {
  return {
    event: "steps",
    run,
    first,
    loss,
    metrics: {},
    epoch: 1,
    learningRate: 0.1,
    samplesPerSecond: 100,
    secondsLeft: 1,
    ...more,
  };
}

export function epoch(number: number, train: number, validation: number, accuracy = 0.5): EpochEvent {
  return {
    event: "epoch",
    run,
    epoch: number,
    step: number * start.stepsPerEpoch,
    train: { loss: train },
    validation: { loss: validation, accuracy },
  };
}

export function stateAfter(...events: readonly RunEvent[]): RunState {
  return events.reduce<RunState>(afterEvent, noRun(0, "1", "test"));
}

export const ended = { event: "end", run, step: 1000 } as const;
