import { expect, it } from "vitest";
import { parse } from "../../../../engine/document/parse";
import { infer } from "../../../../engine/graph/infer";
import { pageInside, pageOf } from "../../../../engine/graph/page";
import { shownLoss } from "../../../../webview/canvas/state/shownLoss";

const text = JSON.stringify({
  netloom: 1,
  blocks: {
    Scored: {
      inputs: ["input"],
      outputs: ["output"],
      nodes: { fc: { type: "Linear", outFeatures: 2 }, inner: { type: "MSELoss" } },
      edges: ["input -> fc", "fc -> inner.input", "input -> inner.target", "inner -> output"],
    },
  },
  nodes: {
    x: { type: "Input", shape: [2] },
    block: { type: "Scored" },
    loss: { type: "MSELoss" },
    unused: { type: "MSELoss" },
  },
  edges: ["x -> block", "x -> loss.input", "x -> loss.target", "x -> unused.input", "x -> unused.target"],
  training: { objectives: { first: { losses: ["block/inner"] }, second: { losses: ["loss"] } } },
});
const { graph } = parse(text);
if (!graph) throw new Error("the document cannot be read");
const typed = infer(graph);
const page = pageOf(typed);
const [sum, first, second] = [6, 1, 5].map((loss) => ({ loss, recentLoss: [loss] })) as [Loss, Loss, Loss];
type Loss = { loss: number; recentLoss: number[] };
const run = {
  id: "1",
  status: "running",
  step: 1,
  steps: 9,
  epoch: 1,
  epochs: 1,
  device: undefined,
} as const;

it("is the run's loss if it has no objectives", () => {
  expect(shownLoss({ run: { ...run, ...sum }, typed, page }, "loss")).toMatchObject(sum);
  expect(shownLoss({ run: undefined, typed, page }, "loss")).toBeUndefined();
});

it("is the loss of the node's objective, also in an instance, and none outside of all", () => {
  const state = { run: { ...run, ...sum, objectives: { first, second } }, typed, page };
  expect(shownLoss(state, "loss")).toEqual(second);
  expect(shownLoss(state, "block/inner")).toEqual(first);
  expect(shownLoss(state, "unused")).toBeUndefined();
  const inside = pageInside(page, "block");
  expect(shownLoss({ ...state, page: pageOf(typed, inside) }, "inner")).toEqual(first);
});
