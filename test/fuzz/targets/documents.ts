import { withFixes } from "../../../engine/fixes/findFixes";
import { infer } from "../../../engine/graph/infer";
import { estimateMemory } from "../../../engine/graph/memory";
import { listed } from "../../../engine/graph/listed";
import { parse } from "../../../engine/document/parse";
import { trainable } from "../../../engine/graph/trainable";
import { layers } from "../../../engine/layers";
import { drawSystem } from "../../engine/randomGraphs/drawSystem";
import { drawGraph } from "../../engine/randomGraphs/drawGraph";
import type { Random } from "../../engine/randomGraphs/Random";
import type { FuzzTarget } from "../FuzzTarget";
import { hostileValue, mutateJson, mutateText } from "../mutate";
import { expectSoundMessage, expectSoundProblem } from "../sound";

const types = [...layers.values()].filter(({ lower }) => lower).map(({ type }) => type);

/** Documents with layers of every type, with invalid values or text. */
export const documents: FuzzTarget = {
  name: "documents",
  attempt: (random) => {
    checkDocument(drawDocument(random));
  },
};

/** Throws unless the problems of a document and their fixes are sound. */
export function checkDocument(text: string): void {
  const { graph, problems } = parse(text);
  if (!graph) {
    for (const problem of listed(problems)) expectSoundProblem(problem, text);
    return;
  }
  const typed = infer(graph, {});
  const found = listed([...problems, ...typed.problems, ...trainable(typed)]);
  for (const problem of found) expectSoundProblem(problem, text);
  if (found.every(({ severity }) => severity !== "error")) estimateMemory(typed, 4);
  for (const { fixes = [] } of withFixes({ text, typed, facts: {} }, found.slice(0, 5)))
    for (const { title } of fixes) expectSoundMessage(title, text);
}

/** A document with a random network or system, mutated in most cases. */
export function drawDocument(random: Random): string {
  const model = random.chance(0.3)
    ? drawSystem(random)
    : (drawGraph(random.one(types), random.below(2 ** 31))?.model ?? { netloom: 1 });
  const document = {
    ...model,
    training: random.chance(0.5)
      ? drawTraining(random)
      : "training" in model
        ? model.training
        : { epochs: 1 },
    layout: { layer0: [0, 0] },
  };
  const value = random.chance(0.7) ? mutateJson(document, random) : document;
  const text = JSON.stringify(random.chance(0.99) ? value : hostileValue(random), null, random.one([0, 2]));
  return random.chance(0.3) ? mutateText(text, random) : text;
}

function drawTraining(random: Random): object {
  return {
    epochs: random.one([1, 5, hostileValue(random)]),
    batchSize: random.one([1, "all", hostileValue(random)]),
    optimizer: random.one([
      { type: "Adam", learningRate: 0.001 },
      { type: "SGD", learningRate: 0.1, momentum: 0.9 },
      hostileValue(random),
    ]),
    schedule: random.one([
      { type: "CosineAnnealingLR" },
      { type: "StepLR", stepSize: 3 },
      hostileValue(random),
    ]),
    clipping: random.one([{ type: "norm", limit: 1 }, hostileValue(random)]),
    metrics: random.one([["accuracy"], ["top5", "f1", "auc"], hostileValue(random)]),
    accumulate: random.one([1, 4, hostileValue(random)]),
    ema: random.one([0.5, hostileValue(random)]),
    objectives: random.one([
      { a: { losses: ["layer0_output_loss"], steps: 2 } },
      { a: { losses: ["loss"], updates: ["stem", "n0"] }, b: { losses: ["loss", "second"], epochs: [1, 2] } },
      hostileValue(random),
    ]),
    watch: random.one(["loss", "validation.accuracy", "top5", "generator/loss", hostileValue(random)]),
    patience: random.one([1, 3, hostileValue(random)]),
  };
}
