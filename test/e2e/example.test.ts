import type { Frame } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  openFile,
  openWorkbench,
  patience,
  runCommand,
  screenshot,
  until,
  webview,
  type Workbench,
} from "./workbench";

let workbench: Workbench;
let canvas: Frame;

beforeAll(async () => {
  workbench = await openWorkbench("examples", { width: 1600, height: 1000 });
});
afterAll(() => workbench?.close());

it("shows an example on the canvas", async () => {
  const { page } = workbench;
  const start = await openFile(page, "digits-cnn.nn.json");
  canvas = await webview(page, ".react-flow__node");
  console.log(`canvas on the screen after ${(performance.now() - start).toFixed(0)} ms`);
  expect(await canvas.locator(".react-flow__node").count()).toBe(10);
  await screenshot(page, "canvas");
});

it("trains it with one click", async () => {
  const { page } = workbench;
  await page.keyboard.press("Control+B");
  const start = performance.now();
  await canvas.locator(".toolbar .button", { hasText: "Train" }).click();
  const training = await webview(page, ".training .chart");
  const progress = training.locator(".facts .progress");
  const step = async (): Promise<number> => Number(await progress.getAttribute("aria-valuenow"));
  await until("the first steps are done", async () => (await progress.count()) === 1 && (await step()) > 0);
  console.log(`first steps shown ${(performance.now() - start).toFixed(0)} ms after the click`);
  await runCommand(page, "Netloom: Show Gradients");
  const gradients = await webview(page, ".gradients .rows .row");
  await until("two epochs are trained", async () => (await step()) > 155);
  await gradients.locator(".row", { hasText: "conv2.weight" }).click();
  await canvas.locator(".react-flow__node[data-id=conv2].selected").waitFor();
  expect(await training.locator(".value.validation").count()).toBe(2); // loss and accuracy
  await canvas.locator(".toolbar .button", { hasText: "Fit" }).click();
  await screenshot(page, "training");
  await until(
    "training is completed",
    async () => (await canvas.locator(".progress[data-status=completed]").count()) === 1,
    {
      timeout: 100_000,
    },
  );
  expect(await step()).toBe(450);
});

it("takes what is drawn for the digit that it is", async () => {
  const { page } = workbench;
  await canvas.locator(".toolbar .button", { hasText: "Predict" }).click();
  const predict = await webview(page, ".predict .paper");
  const paper = predict.locator(".paper canvas");
  await paper.waitFor(patience);
  const box = (await paper.boundingBox())!;
  // A 7, corner by corner.
  const corners = [
    [0.3, 0.25],
    [0.7, 0.25],
    [0.45, 0.78],
  ] as const;
  for (const [index, [x, y]] of corners.entries()) {
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 12 });
    if (index === 0) await page.mouse.down();
  }
  await page.mouse.up();
  await predict.locator(".bars .likeliest", { hasText: "7" }).waitFor(patience);
  await screenshot(page, "predict");
});

it("makes no network requests to other machines", () => {
  expect(workbench.outside).toEqual([]);
});
