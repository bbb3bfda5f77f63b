// The open model is trained from a terminal. The window shows the run live, and resumes it after it was interrupted.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../../scripts/setup/paths.mjs";
import { openFile, openWorkbench, runCommand, screenshot, until, webview, type Workbench } from "./workbench";

let workbench: Workbench;
let canvas: Frame;
let training: Frame;
let terminal: ChildProcess | undefined;

beforeAll(async () => {
  workbench = await openWorkbench("examples", { width: 1600, height: 1000 });
  const file = path.join(workbench.folder, "digits-mlp.nn.json");
  writeFileSync(file, readFileSync(file, "utf8").replace(/"epochs": \d+/, '"epochs": 500'));
});
afterAll(async () => {
  terminal?.kill("SIGKILL");
  await workbench?.close();
});

const progress = () => canvas.locator(".toolbar .progress");
const buttons = () => canvas.locator(".toolbar .button").allInnerTexts();
async function step(): Promise<number> {
  const text = await progress().innerText();
  return Number(/step ([\d,]+)/.exec(text)?.[1]?.replaceAll(",", "") ?? NaN);
}
const statusBar = () => workbench.page.locator('.statusbar-item[id*="netloom"]').innerText();

it("shows a run that was started in a terminal", async () => {
  const { page, folder } = workbench;
  await openFile(page, "digits-mlp.nn.json");
  canvas = await webview(page, ".react-flow__node");
  terminal = spawn(
    process.execPath,
    [path.join(root, "bin", "netloom.mjs"), "train", "digits-mlp.nn.json", "--device", "cpu"],
    { cwd: folder, stdio: "ignore" },
  );
  await until(
    "the canvas shows the run",
    async () => (await progress().count()) === 1 && (await step()) > 100,
  );
  expect(await progress().innerText()).toMatch(/^training elsewhere: step [\d,]+ of [\d,]+$/);
  expect(await progress().getAttribute("title")).toContain(`process ${String(terminal.pid)}`);
  expect((await buttons()).filter((text) => /Train|Pause|Stop|Resume/.test(text))).toEqual(["Train"]);
  expect(await statusBar()).toMatch(/Netloom: training elsewhere \d+ %/);
  await runCommand(page, "Netloom: Show Training");
  training = await webview(page, ".training .chart");
  const plot = training.locator(".chart .plot").first();
  const before = await plot.screenshot();
  await until("the chart updates", async () => !before.equals(await plot.screenshot()));
  expect(await training.locator(".buttons").innerText()).toMatch(
    new RegExp(
      // Its weights can be used once it has saved some.
      `^Training elsewhere \\(process ${String(terminal.pid)}\\)\\s+Train Again(\\s+Predict)?\\s+Open Run Folder$`,
    ),
  );
  await canvas.locator(".toolbar .button", { hasText: "Fit" }).click();
  await screenshot(page, "elsewhere");
});

it("resumes the run after it was interrupted there", async () => {
  const { page } = workbench;
  terminal?.kill("SIGINT");
  await until("the run ended", async () => (await progress().getAttribute("data-status")) === "interrupted");
  const stopped = await step();
  await page.locator(".notification-toast", { hasText: /interrupted at step/ }).waitFor();
  await until("the status bar shows it", async () => (await statusBar()).includes("stopped at step"));
  await screenshot(page, "elsewhere-interrupted");
  await page.locator(".notification-toast .monaco-button", { hasText: "Resume" }).click();
  await until("the run continues here", async () => (await step()) > stopped);
  expect(await progress().innerText()).toMatch(/^step/);
});

it("shows this window's run, with its gradients, in a second window", async () => {
  const { page } = workbench;
  const second = await page.context().newPage();
  await second.goto(page.url());
  await second.waitForSelector(".monaco-workbench");
  const tab = second.locator(".tabs-container .tab", { hasText: "digits-mlp.nn.json" });
  // The workbench restores the first window's editors, or none.
  await until("the model is open", async () => {
    if ((await tab.count()) > 0) return true;
    await openFile(second, "digits-mlp.nn.json").catch(() => undefined);
    return false;
  });
  const other = await webview(second, ".react-flow__node");
  const shown = other.locator(".toolbar .progress");
  await until("the second window shows the run", async () => (await shown.count()) === 1);
  expect(await shown.innerText()).toMatch(/^training elsewhere: step/);
  await runCommand(second, "Netloom: Show Gradients");
  const gradients = await webview(second, ".gradients .rows .row");
  await until("every weight has a row", async () => (await gradients.locator(".rows .row").count()) === 4);
  await screenshot(second, "elsewhere-second-window");

  await canvas.locator(".toolbar .button", { hasText: "Stop" }).click();
  await until(
    "the run has stopped",
    async () => (await progress().getAttribute("data-status")) === "stopped",
  );
  await until(
    "the second window shows it",
    async () => (await shown.innerText()) === (await progress().innerText()),
  );
  await other.locator(".toolbar .button", { hasText: "Resume" }).waitFor();
  await second.close();
});

it("makes no network requests to other machines", () => {
  expect(workbench.outside).toEqual([]);
});
