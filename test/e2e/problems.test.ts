// From a problem to its place: by the Problems panel, by keys and by the outline.
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { Canvas } from "./Canvas";
import {
  openFile,
  openWorkbench,
  pictures,
  runCommand,
  screenshot,
  until,
  type Workbench,
} from "./workbench";

let workbench: Workbench;
let canvas: Canvas;
const name = "ring-gan.nn.json";

beforeAll(async () => {
  workbench = await openWorkbench("examples", { width: 1600, height: 1000 });
  const file = path.join(workbench.folder, name);
  const text = readFileSync(file, "utf8");
  const broken = text
    .replace('"outFeatures": "$width"', '"outFeatures": 0')
    .replace('"type": "BCEWithLogitsLoss"', '"type": "BCEWithLogitLoss"');
  writeFileSync(file, broken);
});
afterAll(() => workbench?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await workbench.page.screenshot({ path: pictures("problems-failed") });
});

const selected = () =>
  canvas.locator(".react-flow__node.selected").evaluateAll((nodes) => nodes.map((node) => node.dataset.id));

it("leads from the Problems panel to the node by the link of a problem", async () => {
  const { page } = workbench;
  await openFile(page, name);
  canvas = await Canvas.open(workbench, ".react-flow__node");
  await runCommand(page, "Problems: Focus on Problems View");
  const row = page.locator(".markers-panel .monaco-list-row", { hasText: "BCEWithLogitLoss" }).first();
  await row.waitFor();
  await row.locator("a.monaco-link").click();
  await until("the node is selected", async () => (await selected()).length === 1);
  await screenshot(page, "problem-link");
});

it("goes on to the next problem by F8, also from the Problems panel", async () => {
  const { page } = workbench;
  expect(await selected()).toEqual(["real"]);
  await page.locator(".markers-panel .monaco-list-row").first().focus();
  // The problem in the block is the first one, after the last.
  await page.keyboard.press("F8");
  await canvas.locator(".breadcrumb").waitFor();
  expect(await selected()).toEqual(["hidden1"]);
  await canvas.locator(".inspector .field-message", { hasText: "at least 1" }).waitFor();
  await page.keyboard.press("Shift+F8");
  await until("the loss is selected again", async () => String(await selected()) === "real");
});

it("has an outline, which reveals what is selected, shows problems and selects nodes", async () => {
  const { page } = workbench;
  await runCommand(page, "Explorer: Focus on Model Outline View");
  const tree = page.locator('.pane-body [role="tree"][aria-label="Model Outline"]');
  const row = tree.locator(".monaco-list-row.selected", { hasText: "BCEWithLogitLoss" });
  await row.waitFor();
  expect(await row.getAttribute("aria-label")).toContain("1 problem");
  await screenshot(page, "outline");
  await tree.locator(".monaco-list-row", { hasText: "Generator" }).first().click();
  await until("the instance is selected on the canvas", async () => String(await selected()) === "generator");
});
