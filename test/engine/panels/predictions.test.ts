import { expect, it } from "vitest";
import { panelsOf } from "../../../engine/panels";
import { LivePanels } from "../../../engine/training/callbacks/LivePanels";
import { openModel } from "../../../engine/training/openModel";
import { openedRun, takeSteps } from "../training/callbacks/openedRun";
import { folder, useFolder } from "../training/training";
import { contentOf, example } from "./panelsOfRun";

useFolder();

it("says what the current weights take pictures for", async () => {
  const { run, events } = await openedRun({ text: await example("digits-mlp", 600) });
  run.panels.watched = true;
  const panels = new LivePanels(run);
  const right = async () => {
    await panels.afterStep(run.step, Infinity);
    const shown = events.flatMap((event) => (event.event === "panel" ? [event] : []));
    const { rows, classNames } = contentOf(shown.slice(-1), "predictions", "pictures");
    expect(rows.map(({ role, pictures }) => [role, pictures.length])).toEqual([["input", 24]]);
    const { pictures } = rows[0]!;
    expect(pictures[0]).toMatchObject({ width: 28, height: 28, channels: 1 });
    expect(new Set(pictures.map(({ target }) => target)).size).toBeGreaterThan(3);
    if (classNames) expect(classNames).toHaveLength(10);
    return pictures.filter(({ target, prediction }) => target === prediction).length;
  };
  const before = await right();
  expect(before).toBeLessThan(12);
  await takeSteps(run, 60);
  expect(await right()).toBeGreaterThan(16);
});

it.each([
  ["digits-cnn", 1],
  ["spirals-mlp", 0],
  ["digits-autoencoder", 0],
  ["shakespeare-small", 0],
])("has panels of %s's predictions: %i", async (name, count) => {
  const { typed } = await openModel(await example(name), { file: folder, workspace: folder });
  expect(panelsOf(typed!).filter((panel) => panel.name === "predictions")).toHaveLength(count);
});
