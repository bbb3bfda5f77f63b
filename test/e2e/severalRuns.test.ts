// Two models train at once: each canvas shows its model's run, and the side views show the selected one.
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openFile, openWorkbench, runCommand, screenshot, until, webview, type Workbench } from "./workbench";

let workbench: Workbench;
let training: Frame;

beforeAll(async () => {
  workbench = await openWorkbench("examples", { width: 1600, height: 1000 });
  for (const name of ["digits-mlp", "spirals-mlp"]) {
    const file = path.join(workbench.folder, `${name}.nn.json`);
    writeFileSync(file, readFileSync(file, "utf8").replace(/"epochs": \d+/, '"epochs": 20000'));
  }
});
afterAll(() => workbench?.close());

const statusBar = () => workbench.page.locator('.statusbar-item[id*="netloom"]').innerText();
const runs = () => training.locator(".run-select option").allInnerTexts();
const shownRun = () => training.locator(".run-select option:checked").innerText();
const step = async () => Number(await training.locator(".facts .progress").getAttribute("aria-valuenow"));

async function choose(model: string): Promise<void> {
  const label = (await runs()).find((run) => run.startsWith(model)) ?? "";
  await training.locator(".run-select").selectOption({ label });
  await until(`${model} is shown`, async () => (await shownRun()).startsWith(model));
}

async function expectProgress(): Promise<void> {
  const before = await step();
  await until("the run makes progress", async () => (await step()) > before);
}

/** Opens a model and trains it with the button on its canvas; returns the canvas. */
async function train(model: string, node: string): Promise<Frame> {
  const { page } = workbench;
  await openFile(page, `${model}.nn.json`);
  const canvas = await webview(page, `.react-flow__node[data-id=${node}]`);
  await canvas.locator(".toolbar .button", { hasText: "Train" }).click();
  await canvas.locator(".toolbar .button", { hasText: "Pause" }).waitFor();
  return canvas;
}

it("trains a second model alongside the first", async () => {
  await train("digits-mlp", "digits");
  training = await webview(workbench.page, ".training .chart");
  await until("the first one trains", async () => (await step()) > 0);
  expect(await training.locator(".run-select").count()).toBe(0);
  await train("spirals-mlp", "points");
  await until("both train", async () => {
    const texts = await runs();
    return texts.length === 2 && texts.every((text) => text.includes(" · training · "));
  });
  expect(await shownRun()).toMatch(/^spirals-mlp/);
  await until("the status bar counts them", async () => (await statusBar()).includes("· 2 training"));
  await screenshot(workbench.page, "several-runs");
});

it("shows the other run in both side views when it is selected", async () => {
  const { page } = workbench;
  await runCommand(page, "Netloom: Show Gradients");
  const gradients = await webview(page, ".gradients .rows .row");
  const rows = () => gradients.locator(".rows").innerText();
  await until("the gradients are those of spirals-mlp", async () =>
    (await rows()).includes("hidden1.weight"),
  );
  await choose("digits-mlp");
  await until("the gradients are those of digits-mlp", async () => {
    const text = await rows();
    return text.includes("hidden.weight") && !text.includes("hidden1.weight");
  });
  await expectProgress();
  await screenshot(page, "several-runs-other");
});

it("stops the selected run while the other continues", async () => {
  await training.locator(".buttons .button", { hasText: "Stop" }).click();
  await until("it stopped", async () => (await shownRun()).startsWith("digits-mlp · stopped"));
  await choose("spirals-mlp");
  expect(await shownRun()).toContain("· training ·");
  await expectProgress();
  expect(await statusBar()).not.toContain("2 training");
});
