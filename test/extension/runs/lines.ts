/** Events as written to `metrics.ndjson`. */
export const start = {
  event: "start",
  run: "/written/elsewhere",
  model: "/models/a.nn.json",
  device: { kind: "cpu", name: "CPU" },
  parameters: 10,
  batchSize: 4,
  epochs: 2,
  stepsPerEpoch: 50,
  steps: 100,
  resumedAt: 0,
  trainSamples: 200,
  validationSamples: 50,
  metrics: ["accuracy"],
} as const;

export const steps = (first: number, loss: readonly number[], epoch = 1) => ({
  event: "steps" as const,
  run: "/written/elsewhere",
  first,
  loss,
  metrics: { accuracy: loss.map(() => 0.5) },
  epoch,
  learningRate: 0.1,
  samplesPerSecond: 100,
  secondsLeft: 1,
});

export const ndjson = (...events: readonly unknown[]) =>
  events.map((event) => `${JSON.stringify(event)}\n`).join("");
