// Completes an instance of a block in a model's text, and finds it on the canvas by shortcuts and commands.
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { Canvas, readModel } from "./Canvas";
import { openFile, openWorkbench, pictures, quickPick, runCommand, until, type Workbench } from "./workbench";

let workbench: Workbench;
const name = "ring-gan.nn.json";
const file = () => path.join(workbench.folder, name);
const readText = () => readFileSync(file(), "utf8");

beforeAll(async () => {
  workbench = await openWorkbench("examples", { width: 1600, height: 1000 });
  const text = readText()
    .replace(
      /( *)"judge": {.*\n/,
      (line, indent: string) => `${line}${indent}"again": { "type": "", "weightsOf": "" },\n`,
    )
    .replace(/( *)"judge": \[.*\n/, (line, indent: string) => `${line}${indent}"again": [220, 0],\n`);
  writeFileSync(file(), text);
});
afterAll(() => workbench?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await workbench.page.screenshot({ path: pictures("text-failed") });
});

/** Puts the cursor behind a text, accepts the suggestion with a label, and saves. */
async function completeAfter(text: string, label: string): Promise<void> {
  const { page } = workbench;
  const lines = readText().split(text, 1)[0]?.concat(text).split("\n") ?? [];
  await page.locator(".monaco-editor .view-lines").click();
  const place = `:${String(lines.length)}:${String((lines.at(-1) ?? "").length + 1)}`;
  await quickPick(page, "Control+P", place, "go to line");
  await page.locator(".monaco-editor .view-line", { hasText: text }).waitFor();
  const row = page.locator(".suggest-widget.visible .monaco-list-row", {
    has: page.locator(".label-name", { hasText: new RegExp(`^${label}$`) }),
  });
  // What is asked for before the extension's language is loaded, or while VS Code's own is, comes without ours.
  await until(`${label} is suggested`, async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Space");
    return row.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
  });
  await row.click();
  await page.locator(".monaco-editor .view-line", { hasText: `${text}${label}"` }).waitFor();
  await page.keyboard.press("Control+S");
  await until("the model is saved", () => readText().includes(`${text}${label}"`));
}

it("completes a block and the node to share weights with", async () => {
  const { page } = workbench;
  await openFile(page, name);
  await Canvas.open(workbench, ".react-flow__node");
  await runCommand(page, "Netloom: Open as Text");
  await completeAfter('"again": { "type": "', "Judge");
  await completeAfter('"again": { "type": "Judge", "weightsOf": "', "judge");
  expect(readModel(workbench, name).nodes.again).toEqual({ type: "Judge", weightsOf: "judge" });
});

it("opens the instance's block and leads back by shortcuts", async () => {
  const { page } = workbench;
  await page.keyboard.press("Control+B"); // Hides the side bar to make room.
  await page.keyboard.press("Control+W");
  const canvas = await Canvas.open(workbench, '.react-flow__node[data-id="again"]');
  await canvas.button("Fit").click();
  await canvas.select("again");
  await page.keyboard.press("Control+Enter");
  await canvas.node("hidden1").waitFor();
  await page.keyboard.press("Control+Shift+Enter");
  await canvas.node("again").waitFor();
});

it("unwraps it and wraps another node with commands", async () => {
  const { keyboard } = workbench.page;
  const canvas = await Canvas.open(workbench, '.react-flow__node[data-id="again"]');
  await runCommand(workbench.page, "Netloom: Unwrap Block");
  await canvas.node("again_hidden1").waitFor();
  await canvas.select("yes");
  await runCommand(workbench.page, "Netloom: Wrap into a Block");
  // The field has the keyboard when the palette has closed.
  await canvas.locator(".wrap-dialog input:focus").waitFor();
  await keyboard.type("Target");
  await keyboard.press("Enter");
  await canvas.node("target").waitFor();
});
