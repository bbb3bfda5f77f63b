/**
 * A fake engine that speaks the protocol but trains nothing, so that the host suites can make it crash, hang or reject
 * requests. The environment variable `NETLOOM_FAKE` controls its behaviour.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import * as path from "node:path";
import type { FromEngine, ToEngine } from "../../engine/server/protocol";
import type { RunEvent } from "../../engine/run/events";
import type { TrainOptions } from "../../engine/run/options";
import { protocolVersion } from "../../engine/server/protocol";

const behaviour = process.env.NETLOOM_FAKE ?? "";
// The host may have exited by then, which is handled on `disconnect`, so errors are ignored here.
const send = (message: FromEngine) => process.send?.(message, () => undefined);
const device = { kind: "cpu", name: "Fake CPU" } as const;
const stepsPerEpoch = 500;
/** The step at which a run completes: earlier than planned for tests that cannot wait. */
const lastStep = behaviour === "short" ? 100 : 2 * stepsPerEpoch;

interface Run {
  /** The id of the request that started it. */
  readonly id: number;
  readonly folder: string;
  readonly options: TrainOptions;
  step: number;
  paused: boolean;
  probeEvery: number;
}
/** The active runs by folder. */
const runs = new Map<string, Run>();
const timer = setInterval(() => [...runs.values()].forEach(advance), 20);
let started = 0;

function record(status: string, { folder, options, step }: Run): void {
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

function report({ id, folder }: Run, event: RunEvent): void {
  appendFileSync(path.join(folder, "metrics.ndjson"), `${JSON.stringify(event)}\n`);
  send({ kind: "event", id, event });
}

function train(id: number, options: TrainOptions): string {
  const name = `20260101-000000-${process.pid}-${started++}`;
  const folder = options.resume ?? path.join(options.runs, name);
  mkdirSync(folder, { recursive: true });
  const resumedAt = options.resume
    ? (JSON.parse(readFileSync(path.join(folder, "run.json"), "utf8")) as { step: number }).step
    : 0;
  const run: Run = {
    id,
    folder,
    options,
    step: resumedAt,
    paused: false,
    probeEvery: options.probeEvery,
  };
  runs.set(folder, run);
  record("running", run);
  report(run, {
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

function advance(run: Run): void {
  if (run.paused) return;
  if (run.step >= lastStep) {
    end(run, "completed");
    return;
  }
  const count = 5;
  const steps = Array.from({ length: count }, (_, index) => run.step + index + 1);
  report(run, {
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
  if (run.probeEvery > 0 && run.step % run.probeEvery === 0) gradients(run);
  if (behaviour === "crash" && run.step >= 50) {
    console.error("Error: the device was lost\n    at somewhere (engine.js:1:1)\n\nNode.js v20.0.0");
    process.exit(134);
  }
}

function gradients(run: Run): void {
  const { folder, step } = run;
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
  report(run, {
    event: "gradients",
    run: folder,
    step,
    weights: [weight("hidden"), weight("logits")],
    activations: [],
  });
}

function end(run: Run, status: "completed" | "stopped" | "interrupted"): void {
  runs.delete(run.folder);
  record(status, run);
  report(run, { event: "end", run: run.folder, status, step: run.step });
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
      if (behaviour === "owned") {
        // Owned by the extension host, a process that exists.
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
      answer({ run: train(id, message.params) });
      return;
    case "pause":
    case "resume": {
      const run = runs.get(message.params.run);
      if (run) {
        run.paused = message.method === "pause";
        report(run, { event: "status", run: run.folder, status: run.paused ? "paused" : "running" });
      }
      answer({});
      return;
    }
    case "stop": {
      const run = runs.get(message.params.run);
      if (run) end(run, "stopped");
      answer({});
      return;
    }
    case "probe": {
      const run = runs.get(message.params.run);
      if (run) run.probeEvery = message.params.every;
      answer({});
      return;
    }
    case "predictable":
      answer({ inputs: [], outputs: ["out.output"], random: true, device });
      return;
    case "predict": {
      const { run, seed } = message.params;
      if (seed === 13) {
        const error = { code: "input-missing", message: "Something is missing.", hint: "Give it." };
        send({ kind: "error", id, error });
        return;
      }
      const text = path.basename(run);
      const content = { show: "sequence", names: [text], count: 1 };
      answer({ answers: [{ output: "out.output", content }] });
      return;
    }
    case "generate":
      for (const text of ["a", "b"]) send({ kind: "part", id, text });
      // One that is as long does not end.
      if (message.params.length < 1000) answer({});
      return;
    case "closeModel":
      answer({});
  }
});
process.on("disconnect", () => {
  clearInterval(timer);
  for (const run of runs.values()) end(run, "interrupted");
  process.exit(0);
});
