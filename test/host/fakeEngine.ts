/**
 * Speaks the engine's protocol and trains nothing: the host's suites can have it crash, hang or refuse. How it behaves
 * is in the environment variable `NETLOOM_FAKE`.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import * as path from "node:path";
import type { FromEngine, ToEngine } from "../../engine/server/protocol";
import type { RunEvent } from "../../engine/run/events";
import type { TrainOptions } from "../../engine/run/options";
import { protocolVersion } from "../../engine/server/protocol";

const behaviour = process.env.NETLOOM_FAKE ?? "";
// The host may be gone by then: that is told by `disconnect`, not by an error here.
const send = (message: FromEngine) => process.send?.(message, () => undefined);
const device = { kind: "cpu", name: "Fake CPU" } as const;
const stepsPerEpoch = 500;

interface Run {
  readonly folder: string;
  readonly options: TrainOptions;
  step: number;
  paused: boolean;
  readonly timer: NodeJS.Timeout;
}
let run: Run | undefined;

function record(status: string, { folder, options, step }: Omit<Run, "timer">): void {
  const { file } = options;
  writeFileSync(
    path.join(folder, "run.json"),
    JSON.stringify({
      netloom: 1,
      file,
      device,
      seed: 1,
      batchSize: 64,
      epochs: 2,
      steps: 1000,
      status,
      step,
      started: "",
    }),
  );
}

function tell(event: RunEvent): void {
  appendFileSync(path.join(event.run, "metrics.ndjson"), `${JSON.stringify(event)}\n`);
  send({ kind: "event", event });
}

function train(options: TrainOptions): string {
  const folder = options.resume ?? path.join(options.runs, `20260101-000000-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const resumedAt = options.resume
    ? (JSON.parse(readFileSync(path.join(folder, "run.json"), "utf8")) as { step: number }).step
    : 0;
  const timer = setInterval(() => go(), 20);
  run = { folder, options, step: resumedAt, paused: false, timer };
  record("running", run);
  tell({
    event: "start",
    run: folder,
    model: path.basename(options.file),
    device,
    parameters: 123,
    batchSize: 64,
    epochs: 2,
    stepsPerEpoch,
    steps: 2 * stepsPerEpoch,
    resumedAt,
    trainSamples: 1000,
    validationSamples: 200,
    metrics: ["accuracy"],
  });
  return folder;
}

function go(): void {
  if (!run || run.paused) return;
  const count = 5;
  const steps = Array.from({ length: count }, (_, index) => (run?.step ?? 0) + index + 1);
  tell({
    event: "steps",
    run: run.folder,
    first: run.step + 1,
    loss: steps.map((step) => 2 / Math.sqrt(step)),
    metrics: { accuracy: steps.map((step) => 1 - 1 / step) },
    epoch: Math.floor(run.step / stepsPerEpoch) + 1,
    learningRate: 0.001,
    samplesPerSecond: 16_000,
    secondsLeft: 4,
  });
  run.step += count;
  if (run.options.probeEvery > 0 && run.step % run.options.probeEvery === 0) gradients(run);
  if (behaviour === "crash" && run.step >= 50) {
    console.error("Error: the device was lost\n    at somewhere (engine.js:1:1)\n\nNode.js v20.0.0");
    process.exit(134);
  }
}

function gradients({ folder, step }: Run): void {
  const histogram = { low: -1, high: 1, counts: [1, 2, 3, 2, 1] };
  const weight = (node: string) => ({
    ...{
      node,
      name: "weight",
      size: 100,
      gradientNorm: 0.1,
      weightNorm: 1,
      updateRatio: 0.001,
      zeroShare: 0,
    },
    ...{ notFinite: 0, weightHistogram: histogram, gradientHistogram: histogram },
  });
  tell({
    event: "gradients",
    run: folder,
    step,
    weights: [weight("hidden"), weight("logits")],
    activations: [],
  });
}

function end(status: "stopped" | "interrupted"): void {
  if (!run) return;
  clearInterval(run.timer);
  record(status, run);
  tell({ event: "end", run: run.folder, status, step: run.step });
  run = undefined;
}

process.on("message", (message: ToEngine) => {
  if (message.kind === "cancel") {
    send({ kind: "error", id: message.id, error: { code: "cancelled", message: "Cancelled." } });
    return;
  }
  const { id } = message;
  const answer = (result: unknown) => send({ kind: "result", id, result });
  switch (message.method) {
    case "hello":
      if (behaviour === "mute") return;
      answer({
        version: behaviour === "old" ? protocolVersion + 1 : protocolVersion,
        node: process.versions.node,
      });
      return;
    case "devices":
      answer({ devices: [device] });
      return;
    case "inspectData": {
      const port = (shape: number[]) => ({ shape, dtype: "float32" });
      appendFileSync(path.join(message.params.workspace, "inspections.log"), "inspected\n");
      answer({
        facts: { rows: { samples: 3, ports: { input: port([2]), target: port([1]) } } },
        problems: [],
      });
      return;
    }
    case "train":
      if (behaviour === "refuse") {
        const error = { code: "model-too-large", message: "Too large.", hint: "Use less.", nodeId: "hidden" };
        send({ kind: "error", id, error });
        return;
      }
      if (behaviour === "taken") {
        // By the extension host, which lives.
        const owner = { pid: process.ppid, host: hostname(), token: "x" };
        writeFileSync(path.join(message.params.resume ?? "", "owner.json"), JSON.stringify(owner));
        send({
          kind: "error",
          id,
          error: { code: "run-is-active", message: "It is active.", hint: "Wait." },
        });
        return;
      }
      if (behaviour === "hang") return;
      answer({ run: train(message.params) });
      return;
    case "pause":
    case "resume":
      if (run) {
        run.paused = message.method === "pause";
        tell({ event: "status", run: run.folder, status: run.paused ? "paused" : "running" });
      }
      answer({});
      return;
    case "stop":
      end("stopped");
      answer({});
      return;
    case "probe":
      answer({});
  }
});
process.on("disconnect", () => {
  end("interrupted");
  process.exit(0);
});
