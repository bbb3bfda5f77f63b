import { afterAll, beforeAll, expect, it } from "vitest";
import { openFile, openWorkbench, screenshot, webview, type Workbench } from "./workbench";

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench("examples");
});
afterAll(() => workbench?.close());

it("paints an example within a second and a half", async () => {
  const { page } = workbench;
  const start = performance.now();
  await openFile(page, "digits-cnn.nn.json");
  const canvas = await webview(page, ".react-flow__node");
  console.log(`canvas interactive after ${(performance.now() - start).toFixed(0)} ms`);
  expect(await canvas.locator(".react-flow__node").count()).toBe(10);
  await screenshot(page, "canvas");
});

it("asks nothing of any other machine", () => {
  expect(workbench.outside).toEqual([]);
});
