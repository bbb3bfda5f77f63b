import { expect, it } from "vitest";
import { panelsOf } from "../../../engine/panels";
import { openModel } from "../../../engine/training/openModel";
import { folder, useFolder } from "../training/training";
import { contentOf, example, panelsOfRun } from "./panelsOfRun";

useFolder();

const distance = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + Math.abs(value - b[index]!), 0) / a.length;

it("shows what is forecast for each time of a series that is held out", async () => {
  const shown = async (steps: number) => {
    const { lines } = contentOf(
      await panelsOfRun(await example("sine-gru", 600), steps),
      "regression",
      "lines",
    );
    expect(lines.map(({ role }) => role)).toEqual(["target", "prediction"]);
    const [target, prediction] = lines.map(({ y }) => y);
    expect(prediction).toHaveLength(target!.length);
    // Neighbours in a series are close to each other.
    expect(distance(target!.slice(1), target!.slice(0, -1))).toBeLessThan(0.6);
    return distance(target!, prediction!);
  };
  expect(await shown(100)).toBeLessThan((await shown(0)) / 2);
});

it("shows the line that is fitted to points", async () => {
  const shown = async (steps: number) => {
    const { groups } = contentOf(
      await panelsOfRun(await example("lines-linear"), steps),
      "regression",
      "points",
    );
    const [target, prediction] = groups;
    expect([target!.role, prediction!.role]).toEqual(["target", "prediction"]);
    expect(prediction!.x).toEqual(target!.x);
    return distance(target!.y, prediction!.y);
  };
  expect(await shown(20)).toBeLessThan(await shown(0));
});

it.each([
  ["sine-lstm", 1],
  ["lines-linear", 1],
  ["adding-gru", 1],
  ["cartpole-dqn", 0],
  ["digits-autoencoder", 0],
  ["digits-mlp", 0],
])("has panels of %s's regression: %i", async (name, count) => {
  const { typed } = await openModel(await example(name), { file: folder, workspace: folder });
  expect(panelsOf(typed!).filter((panel) => panel.name === "regression")).toHaveLength(count);
});
