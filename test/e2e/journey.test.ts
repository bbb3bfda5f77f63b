// What a new user does with the mouse: from an empty canvas to a trained network, and resuming it after a reload.
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Canvas, readModel } from "./Canvas";
import {
  centre,
  drag,
  openFile,
  openWorkbench,
  pictures,
  runCommand,
  screenshot,
  until,
  webview,
  type Workbench,
} from "./workbench";

let workbench: Workbench;
let canvas: Canvas;
const model = () => readModel(workbench, "first.nn.json");

beforeAll(async () => {
  workbench = await openWorkbench("examples", { width: 1600, height: 1000 });
});
afterAll(() => workbench?.close());

it("creates a new model from the command palette", async () => {
  const { page } = workbench;
  await page.keyboard.press("Control+B"); // Hides the side bar to make room.
  canvas = await Canvas.create(workbench, "first");
  expect(model().nodes).toEqual({});
});

it("gets layers from the palette by drag and drop", async () => {
  expect(await canvas.place("Dataset", 0.15, 0.25)).toBe("dataset");
  await drag(
    workbench.page,
    await centre(canvas.node("dataset").locator("header")),
    await canvas.spot(0.13, 0.15),
  );
  expect(await canvas.place("Flatten", 0.45, 0.2)).toBe("flatten");
  expect(await canvas.place("Linear", 0.8, 0.2)).toBe("linear");
  expect(await canvas.place("ReLU", 0.15, 0.7)).toBe("relu");
  expect(await canvas.place("Linear", 0.45, 0.7)).toBe("linear2");
  expect(await canvas.place("CrossEntropyLoss", 0.8, 0.7)).toBe("loss");
  await canvas.set("linear", "outFeatures", "64");
  await canvas.saveUntil("the number is saved", () => model().nodes.linear?.outFeatures === 64);
  expect(model().nodes).toEqual({
    dataset: { type: "Dataset", source: "digits" },
    flatten: { type: "Flatten" },
    linear: { type: "Linear", outFeatures: 64 },
    relu: { type: "ReLU" },
    linear2: { type: "Linear", outFeatures: 10 },
    loss: { type: "CrossEntropyLoss" },
  });
});

it("says why a wire does not fit before it is dropped", async () => {
  const { page } = workbench;
  const [start, end] = [canvas.port("dataset", "label", "source"), canvas.port("linear", "input", "target")];
  await drag(page, await centre(start), await centre(end), async () => {
    const hint = canvas.locator(".wire-hint");
    await hint.waitFor();
    expect(await hint.innerText()).toMatch(/label/);
    await page.screenshot({ path: pictures("refused-wire") });
  });
  expect(await canvas.locator(".react-flow__edge").count()).toBe(0);
});

it("is wired by mouse, and its shapes are inferred at once", async () => {
  await canvas.wire(["dataset", "image"], ["flatten", "input"]);
  await canvas.wire(["flatten", "output"], ["linear", "input"]);
  await canvas.wire(["linear", "output"], ["relu", "input"]);
  await canvas.wire(["relu", "output"], ["linear2", "input"]);
  await canvas.wire(["linear2", "output"], ["loss", "input"]);
  await canvas.wire(["dataset", "label"], ["loss", "target"]);
  await until("no problem is left", async () => (await canvas.locator(".problems-button").count()) === 0);
  expect(await canvas.locator(".strip").innerText()).toContain("50,890 parameters");
  await canvas.saveUntil("every wire is saved", () => model().edges.length === 6);
  await canvas.button("Tidy").click();
  await canvas.save();
  expect(model().edges).toEqual([
    "dataset.image -> flatten",
    "flatten -> linear",
    "linear -> relu",
    "relu -> linear2",
    "linear2 -> loss.input",
    "dataset.label -> loss.target",
  ]);
});

let training: Frame;
it("trains on generated digits, and the chart updates", async () => {
  const { page } = workbench;
  // Many epochs, so that there is time to watch. The inspector shows the training settings if nothing is selected.
  await canvas.clickBackground(0.5, 0.45);
  const epochs = canvas.locator(".inspector .field", { hasText: "epochs" }).locator("input").first();
  await epochs.fill("20000");
  await epochs.press("Enter");
  await canvas.saveUntil("the file has the number of epochs", () => model().training?.epochs === 20_000);

  await canvas.button("Train").click();
  training = await webview(page, ".training .chart");
  await until("the first steps are done", async () => (await canvas.step()) > 20);
  const plot = training.locator(".chart .plot").first();
  const before = await plot.screenshot();
  await until("the chart updates", async () => !before.equals(await plot.screenshot()));
  const loss = training.locator(".chart .value.train b").first();
  await until("the loss falls", async () => Number(await loss.innerText()) < 1);
  await until("it validates", async () => (await training.locator(".value.validation").count()) > 0);
});

it("shows the gradients of every weight, and a click selects its node", async () => {
  const { page } = workbench;
  await runCommand(page, "Netloom: Show Gradients");
  const gradients = await webview(page, ".gradients .rows .row");
  const rows = gradients.locator(".rows .row");
  await until("every weight has a row", async () => (await rows.count()) === 4);
  await rows.filter({ hasText: "linear2.weight" }).click();
  await until(
    "the node is selected",
    async () => (await canvas.locator(".selected[data-id=linear2]").count()) === 1,
  );
  await canvas.button("Fit").click();
  await screenshot(page, "first-network");
});

const runFolder = (): string => {
  const runs = path.join(workbench.folder, ".netloom", "runs");
  const [run, ...others] = readdirSync(runs);
  expect(others).toEqual([]);
  return path.join(runs, run ?? "");
};
const runRecord = () =>
  JSON.parse(readFileSync(path.join(runFolder(), "run.json"), "utf8")) as { status: string; step: number };

let stoppedAt: number;

it("stops and saves everything", async () => {
  await canvas.button("Stop").click();
  await until(
    "the run has stopped",
    async () => (await canvas.locator(".progress[data-status=stopped]").count()) === 1,
  );
  stoppedAt = await canvas.step();
  await until("the record is updated", () => runRecord().status === "stopped");
  expect(runRecord().step).toBe(stoppedAt);
  expect(readdirSync(path.join(runFolder(), "checkpoints")).sort()).toEqual([
    "best.safetensors",
    "last.safetensors",
  ]);
});

it("shows the run again after the window is reloaded, and resumes where it stopped", async () => {
  const { page } = workbench;
  await workbench.reload();
  if ((await page.locator(".tabs-container .tab", { hasText: "first.nn.json" }).count()) === 0)
    await openFile(page, "first.nn.json");
  canvas = await Canvas.open(workbench, ".react-flow__node");
  await until(
    "the stored run is shown",
    async () => (await canvas.locator(".toolbar .progress").count()) === 1,
  );
  expect(await canvas.step()).toBe(stoppedAt);
  await canvas.button("Resume").click();
  await until("the run continues", async () => (await canvas.step()) > stoppedAt);
  await canvas.button("Stop").click();
  await until("the run has stopped again", () => runRecord().status === "stopped");
  const lines = readFileSync(path.join(runFolder(), "metrics.ndjson"), "utf8").trim().split("\n");
  const starts = lines
    .map((line) => JSON.parse(line) as { event: string; resumedAt?: number })
    .filter(({ event }) => event === "start");
  expect(starts.map(({ resumedAt }) => resumedAt)).toEqual([0, stoppedAt]);
});

it("makes no network requests to other machines", () => {
  expect(workbench.outside).toEqual([]);
});
