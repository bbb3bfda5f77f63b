import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inferenceStep } from "../../../engine/compiler/inferenceStep";
import { parse } from "../../../engine/document/parse";
import { infer } from "../../../engine/graph/infer";
import { environments } from "../../../engine/data/environments";
import { decodeSafetensors, encodeSafetensors } from "../../../engine/interop/safetensors";
import { readEvent } from "../../../engine/runFolder/readEvent";
import type { EpochEvent, RunEvent } from "../../../engine/run/events";
import { openModel } from "../../../engine/training/openModel";
import { gradientPass } from "../../../engine/training/gradientPass";
import { ReferenceRuntime } from "../../../engine/runtime/reference/ReferenceRuntime";
import { model } from "./models";
import { folder, lastCheckpoint, openError, train, useFolder } from "./training";

useFolder();

const size = 4;
const cells = size * size;

/** A table of action values on the grid, a Linear layer without bias, trained by Q-learning. */
function grid({ data = {}, training = {} }: { data?: object; training?: object } = {}): string {
  return model({
    nodes: {
      grid: {
        type: "Dataset",
        source: "gridworld",
        size,
        policy: "q.output",
        replay: 500,
        startAfter: 100,
        stepsPerEpoch: 50,
        explore: { from: 1, to: 0.2, steps: 200 },
        ...data,
      },
      q: { type: "Linear", outFeatures: 4, bias: false },
      target: { type: "Linear", outFeatures: 4, bias: false, follows: { node: "q", every: 20 } },
      chosen: { type: "Gather" },
      best: { type: "Max" },
      one: { type: "Constant", value: 1 },
      goesOn: { type: "Subtract" },
      future: { type: "Multiply" },
      goal: { type: "Add" },
      loss: { type: "MSELoss" },
    },
    edges: [
      "grid.state -> q",
      "q -> chosen.input",
      "grid.action -> chosen.index",
      "grid.next -> target",
      "target -> best",
      "one -> goesOn.input",
      "grid.done -> goesOn.other",
      "goesOn -> future",
      "best -> future",
      "grid.reward -> goal",
      "future -> goal",
      "chosen -> loss.input",
      "goal -> loss.target",
    ],
    training: {
      epochs: 3,
      batchSize: 16,
      optimizer: { type: "SGD", learningRate: 2 },
      ...training,
    },
  });
}

const lossesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.event === "steps" ? event.loss : []));
const figureOf = (events: readonly RunEvent[], name: string) =>
  events.flatMap((event) => (event.event === "steps" ? event.metrics[name]! : []));
const epochsOf = (events: readonly RunEvent[]) =>
  events.filter((event): event is EpochEvent => event.event === "epoch");

/** How many steps it is from a cell to the nearer goal. */
function distance(cell: number): number {
  const [row, column] = [Math.floor(cell / size), cell % size];
  return Math.min(row + column, 2 * (size - 1) - row - column);
}

describe("a network that plays", () => {
  it("learns the values that dynamic programming gives", async () => {
    const text = grid({ training: { epochs: 40 } });
    const { events, end } = await train({ text });
    const { data } = (await lastCheckpoint(end.run)).get("q.weight")!;
    const environment = environments.find(({ name }) => name === "gridworld")!.make({ size });
    for (let cell = 1; cell < cells - 1; cell++)
      for (let action = 0; action < 4; action++) {
        const state = Array.from({ length: cells }, (_, i) => (i === cell ? 1 : 0));
        const { next } = environment.step(state, action);
        expect(data[action * cells + cell], `cell ${cell}, action ${action}`).toBeCloseTo(
          -1 - distance(next.indexOf(1)),
          2,
        );
      }
    // The best play from each start takes the shortest way.
    expect(epochsOf(events).at(-1)!.validation!.return).toBeGreaterThanOrEqual(-3);
  });

  it("is the same run for the same seed, and another for another", async () => {
    const [one, same, other] = [
      await train({ text: grid() }),
      await train({ text: grid() }),
      await train({ text: grid(), seed: 2 }),
    ];
    expect(lossesOf(same.events)).toEqual(lossesOf(one.events));
    expect(await lastCheckpoint(same.end.run)).toEqual(await lastCheckpoint(one.end.run));
    expect(lossesOf(other.events)).not.toEqual(lossesOf(one.events));
  });

  it("resumes bit for bit in the middle of an epoch and of an episode", async () => {
    const whole = await train({ text: grid() });
    const part = await train({ text: grid(), steps: 67 });
    const rest = await train({ text: grid(), resume: part.end.run });
    expect(rest.end.status).toBe("completed");
    expect([...lossesOf(part.events), ...lossesOf(rest.events)]).toEqual(lossesOf(whole.events));
    expect(await lastCheckpoint(rest.end.run)).toEqual(await lastCheckpoint(whole.end.run));
    expect(epochsOf(rest.events)).toEqual(
      epochsOf(whole.events)
        .slice(1)
        .map((event) => ({ ...event, run: rest.end.run })),
    );
  });

  it("trains on the reference runtime, and resumes there", async () => {
    const options = { device: "reference" as const };
    const whole = await train({ text: grid(), ...options });
    const part = await train({ text: grid(), steps: 20, ...options });
    const rest = await train({ text: grid(), resume: part.end.run, ...options });
    expect(await lastCheckpoint(rest.end.run)).toEqual(await lastCheckpoint(whole.end.run));
  });

  it("keeps what happened, with the end of the time not as the end of the task", async () => {
    const { end } = await train({ text: grid({ data: { limit: 3, every: 2 } }) });
    const saved = await lastCheckpoint(end.run);
    const rows = (port: string) => saved.get(`grid.${port}/replay`)!.data;
    const environment = environments.find(({ name }) => name === "gridworld")!.make({ size });
    let ended = 0;
    let cutOff = 0;
    // 100 steps before training and two for each of 150 training steps: the memory of 500 is not full.
    const kept = 100 + 2 * 149;
    for (let row = 0; row < kept; row++) {
      const stateIn = (port: string, at = row) => [...rows(port).slice(at * cells, (at + 1) * cells)];
      const { next, reward, done } = environment.step(stateIn("state"), rows("action")[row]!);
      expect(stateIn("next")).toEqual(next);
      expect([rows("reward")[row], rows("done")[row]]).toEqual([reward, done ? 1 : 0]);
      if (done) ended++;
      else if (row + 1 < kept && stateIn("state", row + 1).indexOf(1) !== next.indexOf(1)) cutOff++;
    }
    expect(ended).toBeGreaterThan(10);
    expect(cutOff).toBeGreaterThan(10);
    expect(rows("reward")[kept]).toBe(0);
  });

  it("reports the return of each episode, the mean of the last 100, and that of evaluation", async () => {
    const { events } = await train({ text: grid({ data: { limit: 5 } }) });
    expect(events.find((event) => event.event === "start")!.metrics).toEqual(["return", "return100"]);
    const returns = figureOf(events, "return");
    expect(returns).toHaveLength(150);
    for (const value of returns) expect([-1, -2, -3, -4, -5]).toContain(value);
    expect(new Set(returns).size).toBeGreaterThan(1);
    for (const { train: own, validation } of epochsOf(events)) {
      expect(Object.keys(own)).toEqual(["loss", "return", "return100"]);
      expect(own.return).toBeGreaterThanOrEqual(-5);
      expect(own.return100).toBeLessThanOrEqual(-1);
      expect(validation!.return).toBeLessThanOrEqual(-1);
    }
    expect(events.some((event) => event.event === "diagnosis" && event.code === "rising")).toBe(false);
    expect(events.filter((event) => event.event === "warning")).toEqual([]);
  });

  it("takes the action with the largest value where it does not explore", async () => {
    const explore = { from: 0, to: 0, steps: 1 };
    const still = { optimizer: { type: "SGD", learningRate: 1e-30 } };
    const { end } = await train({ text: grid({ data: { explore }, training: still }) });
    const saved = await lastCheckpoint(end.run);
    const { data: weight } = saved.get("q.weight")!;
    const cell = (row: number) =>
      saved
        .get("grid.state/replay")!
        .data.slice(row * cells, (row + 1) * cells)
        .indexOf(1);
    for (let row = 0; row < 200; row++) {
      const values = [0, 1, 2, 3].map((action) => weight[action * cells + cell(row)]!);
      expect(saved.get("grid.action/replay")!.data[row]).toBe(values.indexOf(Math.max(...values)));
    }
  });

  it("shows an episode while someone watches, and trains to the same bits", async () => {
    const runs = [];
    for (const watched of [false, true]) {
      const run = await train({ text: grid() }, (event, trainer) => {
        if (event.event === "start") trainer.showPanels(watched);
      });
      runs.push({ ...run, saved: await lastCheckpoint(run.end.run) });
    }
    const [without, watched] = runs;
    expect(watched!.saved).toEqual(without!.saved);
    const shown = watched!.events.flatMap((event) => (event.event === "panel" ? [event] : []));
    expect(without!.events.some(({ event }) => event === "panel")).toBe(false);
    expect(new Set(shown.map(({ panel, node }) => `${panel} ${node}`))).toEqual(new Set(["play grid"]));
    const { content } = shown.at(-1)!;
    if (content.show !== "play") throw new Error(content.show);
    expect(content.frames).toHaveLength(content.steps + 1);
    expect(content.return).toBe(-content.steps);
    expect(content.backdrop).toHaveLength(cells);
    // As it is read again from the run's folder.
    const line = JSON.stringify(shown.at(-1));
    expect(readEvent(line, watched!.end.run)).toEqual(JSON.parse(line));
  });

  it("saves the checkpoint that plays best, unless something else is watched", async () => {
    const { events, end } = await train({ text: grid({ training: { epochs: 6 } }) });
    const best = Math.max(...epochsOf(events).map(({ validation }) => Number(validation!.return)));
    const step = epochsOf(events).find(({ validation }) => validation!.return === best)!.step;
    const record = JSON.parse(await readFile(join(end.run, "run.json"), "utf8"));
    expect(record.best).toMatchObject({ step, figure: "validation.return", value: best });
    const other = await train({ text: grid({ training: { watch: "loss" } }) });
    const { best: byLoss } = JSON.parse(await readFile(join(other.end.run, "run.json"), "utf8"));
    expect(byLoss).toMatchObject({ figure: "loss" });
  });

  it("refuses a checkpoint whose play cannot be continued", async () => {
    const { end } = await train({ text: grid(), steps: 10 });
    const path = join(end.run, "checkpoints", "last.safetensors");
    const { tensors, metadata } = decodeSafetensors(await readFile(path));
    const action = tensors.get("grid.action/replay")!;
    const wrong = { ...action, data: Int32Array.from(action.data).fill(7, 0, 1) };
    const changed = new Map([...tensors, ["grid.action/replay", wrong] as const]);
    await writeFile(path, encodeSafetensors(changed, metadata));
    expect(await openError({ text: grid(), resume: end.run })).toMatchObject({ code: "not-a-run" });
  });

  it("has gradients on a batch of random play, and its export gives the values of the actions", async () => {
    const file = join(folder, "grid.nn.json");
    const place = { file, workspace: folder };
    const { typed } = await openModel(grid(), place);
    const results = await gradientPass(typed!, new ReferenceRuntime(), {
      place,
      seed: 1,
      training: true,
      weights: undefined,
      batch: undefined,
      warn: () => expect.fail("nothing is out of its domain"),
    });
    expect(results.get("value/grid.state")!.shape).toEqual([16, cells]);
    expect(results.get("grad/q.weight")!.data.some((value) => value !== 0)).toBe(true);
    const program = inferenceStep(infer(parse(grid()).graph!), 1);
    expect(program.feeds.map(({ name }) => name)).toEqual(["grid.state"]);
    expect(program.outputs.map(({ name }) => name)).toEqual(["q.output"]);
  });
});
