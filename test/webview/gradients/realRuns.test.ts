import { afterEach, describe, expect, it, vi } from "vitest";
import { parse } from "../../../engine/document/parse";
import type { GradientsEvent, RunEvent } from "../../../engine/run/events";
import { networkFacts } from "../../../engine/diagnosis/networkFacts";
import { RunHistory } from "../../../extension/runs/RunHistory";
import { readHistory } from "../../../extension/runs/StoredRun";
import { describe as inWords } from "../../../engine/diagnosis/describe";
import { afterGradients, noHistory } from "../../../webview/gradients/history";
import { headline } from "../../../webview/training/headline";
import { train, useFolder } from "../../engine/training/training";
import { stateAfter } from "../training/events";

useFolder();

/** A perceptron with `depth` hidden layers for the built-in digits. */
function digits(activation: string, depth: number, optimizer: object, epochs: number): string {
  const nodes: Record<string, object> = {
    digits: { type: "Dataset", source: "digits" },
    flatten: { type: "Flatten" },
  };
  const edges = ["digits.image -> flatten", "logits -> loss.input", "digits.label -> loss.target"];
  let before = "flatten";
  for (let layer = 1; layer <= depth; layer++) {
    nodes[`hidden${layer}`] = { type: "Linear", outFeatures: 32 };
    nodes[`act${layer}`] = { type: activation };
    edges.push(`${before} -> hidden${layer}`, `hidden${layer} -> act${layer}`);
    before = `act${layer}`;
  }
  nodes.logits = { type: "Linear", outFeatures: 10 };
  nodes.loss = { type: "CrossEntropyLoss" };
  edges.push(`${before} -> logits`);
  const training = { epochs, batchSize: 64, seed: 1, optimizer, metrics: ["accuracy"] };
  return JSON.stringify({ netloom: 1, nodes, edges, training });
}

/** XOR with two layers, trained until the loss is nearly 0. */
const xor = JSON.stringify({
  netloom: 1,
  nodes: {
    gate: { type: "Dataset", source: "xor" },
    hidden: { type: "Linear", outFeatures: 8 },
    tanh: { type: "Tanh" },
    score: { type: "Linear", outFeatures: 1 },
    loss: { type: "BCEWithLogitsLoss" },
  },
  edges: [
    "gate.input -> hidden",
    "hidden -> tanh",
    "tanh -> score",
    "score -> loss.input",
    "gate.target -> loss.target",
  ],
  training: {
    epochs: 500,
    batchSize: "all",
    optimizer: { type: "Adam", learningRate: 1 },
    metrics: ["accuracy"],
  },
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Trains with statistics and diagnoses the run as the views do. */
async function trained(text: string, probeEvery = 1) {
  // Statistics are skipped if they cost too much time; with a clock that stands still they are taken at every step.
  vi.spyOn(performance, "now").mockReturnValue(0);
  const { events, end } = await train({ text, probeEvery });
  expect(end.status).toBe("completed");
  const history = new RunHistory();
  for (const event of events) history.append(event);
  const { graph } = parse(text);
  return { events, end, history, network: graph && networkFacts(graph), ...diagnosed(history) };
}
function diagnosed({ gradients, lossProgress }: RunHistory) {
  return afterGradients(noHistory, gradients.since().flat(), lossProgress, gradients.largest);
}
const sentence = (events: readonly RunEvent[]) =>
  headline(
    stateAfter(...events.map((event) => (event.event === "gradients" ? { ...event, weights: [] } : event))),
  );

describe("diagnoses of real runs", () => {
  it("call a trained network converged, also when read back from its folder", async () => {
    const { diagnosis, end, history } = await trained(xor, 20);
    expect(history.lossProgress?.now).toBeLessThan(1e-4);
    expect(diagnosis).toMatchObject({ converged: true, findings: [] });
    const stored = { run: end.run, file: "", status: "completed", step: end.step, steps: end.step } as const;
    const read = await readHistory(stored);
    expect(Object.keys(read.gradients.largest)).toEqual([
      "hidden.weight",
      "hidden.bias",
      "score.weight",
      "score.bias",
    ]);
    expect(diagnosed(read).diagnosis).toMatchObject({ converged: true, findings: [] });
  }, 60_000);

  it("report units killed by the learning rate first, and no vanishing gradients besides", async () => {
    const { diagnosis, end, events, network } = await trained(
      digits("ReLU", 2, { type: "SGD", learningRate: 3 }, 6),
    );
    const [first] = diagnosis.findings;
    expect(first?.condition).toMatchObject({ kind: "dead", cutOff: false });
    expect(first?.condition.kind === "dead" && first.condition.fraction).toBeGreaterThan(0.9);
    expect(diagnosis.findings.map(({ condition }) => condition.kind)).not.toContain("vanishing");
    if (!first) return;
    const { title, advice } = inWords(first, network);
    expect(title).toMatch(/^\d+\u202f% of the units before act\d are dead\.$/);
    expect(advice).toContain("Lower the learning rate from 3");
    // The engine reports the same, in the same words.
    expect(end.diagnoses?.[0]).toMatchObject({ code: "dead", message: title, advice });
    expect(end.diagnoses?.map(({ code }) => code).slice(0, diagnosis.findings.length)).toEqual(
      diagnosis.findings.map(({ condition }) => condition.kind),
    );
    const reported = events.flatMap((event) => (event.event === "diagnosis" ? event.code : []));
    expect(reported).toContain("dead");
    expect(new Set(reported).size).toBe(reported.length);
    expect(sentence(events)).toMatchObject({ tone: "warning" });
    expect(sentence(events)?.text).toMatch(/units before act\d are dead/);
  }, 60_000);

  it("find vanishing gradients in a deep network of sigmoids, with advice that fits it", async () => {
    const { diagnosis, network } = await trained(
      digits("Sigmoid", 8, { type: "Adam", learningRate: 0.001 }, 2),
    );
    const [first] = diagnosis.findings;
    expect(first).toMatchObject({ node: "hidden1", condition: { kind: "vanishing" } });
    expect(first && inWords(first, network).advice).toContain("instead of Sigmoid");
  }, 60_000);

  it("find nothing wrong with a healthy network", async () => {
    const { diagnosis, end, events } = await trained(
      digits("ReLU", 2, { type: "Adam", learningRate: 0.001 }, 4),
    );
    expect(diagnosis.findings).toEqual([]);
    expect(end.diagnoses).toBeUndefined();
    expect(sentence(events)?.text).toContain("Loss fell from");
  }, 60_000);
});

describe("small gradients of a network that has learned", () => {
  const event = (step: number, norm: number): GradientsEvent => ({
    event: "gradients",
    run: "",
    step,
    activations: [],
    weights: ["a", "b"].map((node) => ({
      node,
      name: "weight",
      size: 1,
      gradientNorm: norm,
      weightNorm: 1,
      updateRatio: 1e-9,
      zeroShare: 0,
      notFinite: 0,
      weightHistogram: { low: 0, high: 1, counts: [] },
      gradientHistogram: { low: 0, high: 1, counts: [] },
    })),
  });
  const events = (norm: number) => Array.from({ length: 20 }, (_, index) => event(index + 1, norm));
  const kinds = (
    ...[list, loss, largest]: [GradientsEvent[], { first: number; now: number }, Record<string, number>?]
  ) =>
    afterGradients(noHistory, list, loss, largest).diagnosis.findings.map(({ condition }) => condition.kind);

  it("are distinguished from those of one that stopped learning or never started", () => {
    const had = { "a.weight": 0.1, "b.weight": 0.2 };
    expect(kinds(events(1e-9), { first: 0.7, now: 3e-8 }, had)).toEqual([]);
    // The minimum of a loss that cannot reach 0.
    expect(kinds(events(1e-9), { first: 2, now: 0.4 }, had)).toEqual([]);
    expect(kinds(events(1e-9), { first: 2.3, now: 2.31 }, had)).toEqual(["vanishing"]);
    expect(kinds(events(1e-9), { first: 2.3, now: 2.3 })).toEqual(["vanishing"]);
    // Training of a trained network continues.
    expect(kinds(events(1e-9), { first: 3e-8, now: 3e-8 })).toEqual([]);
  });
});
