// What a new user does with the mouse: from an empty canvas to a trained network, and resuming it after a reload.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Frame, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { layers } from "../../engine/layers";
import {
  centre,
  drag,
  openFile,
  openWorkbench,
  pictures,
  type Point,
  runCommand,
  screenshot,
  until,
  webview,
  type Workbench,
} from "./workbench";

let workbench: Workbench;
let canvas: Frame;
const file = (): string => path.join(workbench.folder, "first.nn.json");
interface Model {
  readonly nodes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly edges: readonly string[];
  readonly training?: { readonly epochs?: number };
}
const model = (): Model => JSON.parse(readFileSync(file(), "utf8")) as Model;

beforeAll(async () => {
  workbench = await openWorkbench("examples", { width: 1600, height: 1000 });
});
afterAll(() => workbench?.close());

const node = (id: string): Locator => canvas.locator(`.react-flow__node[data-id="${id}"]`);

/** The handle of a port; `side` distinguishes an input from an output of the same name. */
const port = (id: string, name: string, side: "source" | "target"): Locator =>
  node(id).locator(`.react-flow__handle.${side}[data-handleid="${name}"]`);

/** A point on the canvas, in fractions of its width and height. */
async function spot(x: number, y: number): Promise<Point> {
  const box = await canvas.locator(".react-flow").boundingBox();
  if (!box) throw new Error("the canvas is not on the screen");
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

/** Drags a layer from the palette; returns the new node's id. */
async function place(type: string, x: number, y: number): Promise<string> {
  const before = await ids();
  const item = canvas.locator(`.palette-item[data-type="${type}"]`);
  // Most categories are collapsed at first.
  if ((await item.count()) === 0)
    await canvas.locator(`.palette-group[data-entry="${layers.get(type)?.category}"]`).click();
  await item.scrollIntoViewIfNeeded();
  await drag(workbench.page, await centre(item), await spot(x, y));
  await until(`a ${type} is on the canvas`, async () => (await ids()).length > before.length);
  const added = (await ids()).find((id) => !before.includes(id));
  if (added === undefined) throw new Error(`no ${type} was added`);
  return added;
}

async function ids(): Promise<string[]> {
  const found = await canvas
    .locator(".react-flow__node")
    .evaluateAll((elements) => elements.map((element) => element.getAttribute("data-id")));
  return found.filter((id) => id !== null);
}

/** Draws a wire from an output to an input. */
async function wire(from: readonly [string, string], to: readonly [string, string]): Promise<void> {
  const wires = canvas.locator(".react-flow__edge");
  const before = await wires.count();
  const [start, end] = [port(...from, "source"), port(...to, "target")];
  await drag(workbench.page, await centre(start), await centre(end));
  await until(`${from.join(".")} is wired to ${to.join(".")}`, async () => (await wires.count()) > before);
}

/** Sets a parameter of a node in the inspector. */
async function set(id: string, parameter: string, value: string): Promise<void> {
  await node(id).locator(".node-type, .pill").first().click();
  const field = canvas.locator(".inspector .field", { hasText: parameter }).locator("input").first();
  await field.fill(value);
  await field.press("Enter");
}

async function save(): Promise<void> {
  await workbench.page.keyboard.press("Control+S");
  const dirty = workbench.page.locator(".tabs-container .tab.active.dirty");
  await until("the model is saved", async () => (await dirty.count()) === 0);
}

it("creates a new model from the command palette", async () => {
  const { page } = workbench;
  await page.keyboard.press("Control+B"); // Hides the side bar to make room.
  await runCommand(page, "Netloom: New Model");
  const input = page.locator(".quick-input-widget:visible .quick-input-box input");
  await input.fill("first");
  await page.keyboard.press("Enter");
  canvas = await webview(page, ".palette-item");
  expect(existsSync(file())).toBe(true);
});

it("gets layers from the palette by drag and drop", async () => {
  expect(await place("Dataset", 0.15, 0.25)).toBe("dataset");
  await drag(workbench.page, await centre(node("dataset").locator("header")), await spot(0.13, 0.15));
  expect(await place("Flatten", 0.45, 0.2)).toBe("flatten");
  expect(await place("Linear", 0.8, 0.2)).toBe("linear");
  expect(await place("ReLU", 0.15, 0.7)).toBe("relu");
  expect(await place("Linear", 0.45, 0.7)).toBe("linear2");
  expect(await place("CrossEntropyLoss", 0.8, 0.7)).toBe("loss");
  await set("linear", "outFeatures", "64");
  await save();
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
  const [start, end] = [port("dataset", "label", "source"), port("linear", "input", "target")];
  await drag(page, await centre(start), await centre(end), async () => {
    const hint = canvas.locator(".wire-hint");
    await hint.waitFor();
    expect(await hint.innerText()).toMatch(/label/);
    await page.screenshot({ path: pictures("refused-wire") });
  });
  expect(await canvas.locator(".react-flow__edge").count()).toBe(0);
});

it("is wired by mouse, and its shapes are inferred at once", async () => {
  await wire(["dataset", "image"], ["flatten", "input"]);
  await wire(["flatten", "output"], ["linear", "input"]);
  await wire(["linear", "output"], ["relu", "input"]);
  await wire(["relu", "output"], ["linear2", "input"]);
  await wire(["linear2", "output"], ["loss", "input"]);
  await wire(["dataset", "label"], ["loss", "target"]);
  await until("no problem is left", async () => (await canvas.locator(".problems-button").count()) === 0);
  expect(await canvas.locator(".strip").innerText()).toContain("50,890 parameters");
  await save();
  await canvas.locator(".toolbar .button", { hasText: "Tidy" }).click();
  await save();
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
/** The step that the canvas shows: "step 1,234 of …", "stopped at step 1,234". */
async function step(): Promise<number> {
  const text = await canvas.locator(".toolbar .progress").innerText();
  return Number(/step ([\d,]+)/.exec(text)?.[1]?.replaceAll(",", "") ?? NaN);
}

it("trains on generated digits, and the chart updates", async () => {
  const { page } = workbench;
  // Many epochs, so that there is time to watch. The inspector shows the training settings if nothing is selected.
  await page.keyboard.press("Escape");
  const { x, y } = await spot(0.5, 0.45);
  await page.mouse.click(x, y);
  const epochs = canvas.locator(".inspector .field", { hasText: "epochs" }).locator("input").first();
  await epochs.fill("20000");
  await epochs.press("Enter");
  await until("the file has the number of epochs", async () => {
    await save();
    return model().training?.epochs === 20_000;
  });

  await canvas.locator(".toolbar .button", { hasText: "Train" }).click();
  training = await webview(page, ".training .chart");
  await until("the first steps are done", async () => (await step()) > 20);
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
  const gradients = await webview(page, ".rows .row");
  const rows = gradients.locator(".rows .row");
  expect(await rows.count()).toBe(4);
  await rows.filter({ hasText: "linear2.weight" }).click();
  await until(
    "the node is selected",
    async () => (await canvas.locator(".selected[data-id=linear2]").count()) === 1,
  );
  await canvas.locator(".toolbar .button", { hasText: "Fit" }).click();
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
  await canvas.locator(".toolbar .button", { hasText: "Stop" }).click();
  await until(
    "the run has stopped",
    async () => (await canvas.locator(".progress[data-status=stopped]").count()) === 1,
  );
  stoppedAt = await step();
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
  canvas = await webview(page, ".react-flow__node");
  await until(
    "the stored run is shown",
    async () => (await canvas.locator(".toolbar .progress").count()) === 1,
  );
  expect(await step()).toBe(stoppedAt);
  await canvas.locator(".toolbar .button", { hasText: "Resume" }).click();
  await until("the run continues", async () => (await step()) > stoppedAt);
  await canvas.locator(".toolbar .button", { hasText: "Stop" }).click();
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
