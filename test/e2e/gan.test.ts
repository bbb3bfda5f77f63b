// Draws a GAN from an empty canvas with the mouse: two blocks, one of them used twice, and an objective for each network.
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { Canvas, readModel } from "./Canvas";
import { openWorkbench, pictures, runCommand, screenshot, until, webview, type Workbench } from "./workbench";

let workbench: Workbench;
let canvas: Canvas;

const model = () => readModel(workbench, "gan.nn.json");

beforeAll(async () => {
  workbench = await openWorkbench("examples", { width: 1600, height: 1000 });
});
afterAll(() => workbench?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await workbench.page.screenshot({ path: pictures("gan-failed") });
});

it("wraps the layers of each network into a block", async () => {
  await workbench.page.keyboard.press("Control+B"); // Hides the side bar to make room.
  canvas = await Canvas.create(workbench, "gan");
  for (const [layer, x] of [
    ["Linear", 0.1],
    ["ReLU", 0.4],
    ["Linear", 0.7],
  ] as const)
    await canvas.place(layer, x, 0.75);
  await canvas.set("linear", "outFeatures", "64");
  await canvas.set("linear2", "outFeatures", "2");
  await canvas.wire(["linear", "output"], ["relu", "input"]);
  await canvas.wire(["relu", "output"], ["linear2", "input"]);
  await canvas.wrap(["linear", "relu", "linear2"], "Generator");

  for (const [layer, x] of [
    ["Linear", 0.1],
    ["LeakyReLU", 0.4],
    ["Linear", 0.7],
  ] as const)
    await canvas.place(layer, x, 0.3);
  await canvas.set("linear", "outFeatures", "64");
  await canvas.set("linear2", "outFeatures", "1");
  await canvas.wire(["linear", "output"], ["leakyrelu", "input"]);
  await canvas.wire(["leakyrelu", "output"], ["linear2", "input"]);
  await canvas.wrap(["linear", "leakyrelu", "linear2"], "Judge");
  await canvas.saveUntil(
    "the file has two instances and no other node",
    () => Object.keys(model().nodes).join() === "generator,judge",
  );
});

it("uses the judge twice, for real and for generated points", async () => {
  await canvas.place("Dataset", 0.08, 0.1);
  await canvas.choose("dataset", "source", "ring");
  await canvas.place("Noise", 0.08, 0.9);
  await canvas.set("noise", "shape", "8");
  await canvas.place("Judge", 0.6, 0.55);
  await canvas.unfold("judge2", "Repetition and Sharing");
  await canvas.choose("judge2", "weightsOf", "judge");
  await canvas.wire(["dataset", "input"], ["judge", "input"]);
  await canvas.wire(["noise", "output"], ["generator", "input"]);
  await canvas.wire(["generator", "output"], ["judge2", "input"]);
  await canvas.button("Tidy").click();
  await canvas.button("Fit").click();
});

it("says what is real, what is generated, and what the generator wants to be taken for", async () => {
  for (const [name, y] of [
    ["real", 0.1],
    ["fake", 0.4],
    ["fool", 0.7],
  ] as const)
    await canvas.rename(await canvas.place("BCEWithLogitsLoss", 0.9, y), name);
  await canvas.rename(await canvas.place("Constant", 0.7, 0.9), "yes");
  await canvas.set("yes", "value", "1");
  await canvas.rename(await canvas.place("Constant", 0.3, 0.9), "no");
  await canvas.set("no", "value", "0");
  await canvas.wire(["judge", "output"], ["real", "input"]);
  await canvas.wire(["judge2", "output"], ["fake", "input"]);
  await canvas.wire(["judge2", "output"], ["fool", "input"]);
  await canvas.wire(["yes", "output"], ["real", "target"]);
  await canvas.wire(["no", "output"], ["fake", "target"]);
  await canvas.wire(["yes", "output"], ["fool", "target"]);
  await canvas.button("Tidy").click();
  await canvas.button("Fit").click();
  await until("no problem is left", async () => (await canvas.locator(".problems-button").count()) === 0);
  await canvas.saveUntil("the file has all wires", () => model().edges.length === 9);
});

/** Makes an objective in the training form, and says what it trains. */
async function addObjective(name: string, losses: readonly string[], updates: string): Promise<void> {
  const section = canvas.frame.getByRole("region", { name: "Objectives" });
  await section.getByRole("button", { name: "Add Objective" }).click();
  const list = (title: string) => section.getByRole("group", { name: title, exact: true });
  for (const loss of ["real", "fake", "fool"]) {
    const box = list("losses").locator(`vscode-checkbox[title="${loss}"]`);
    if ((await box.locator("input").isChecked()) !== losses.includes(loss)) await box.click();
  }
  await list("updates").locator(`vscode-checkbox[title="${updates}"]`).click();
  const field = section.getByRole("textbox", { name: "Objective name" });
  await field.fill(name);
  await field.press("Enter");
  await section.getByRole("group", { name, exact: true }).waitFor();
}

it("gives each network its own objective in the training form", async () => {
  await canvas.clickBackground(0.5, 0.97);
  await canvas.frame.getByRole("textbox", { name: "epochs", exact: true }).fill("20000");
  await workbench.page.keyboard.press("Enter");
  await addObjective("discriminator", ["real", "fake"], "judge");
  await addObjective("generator", ["fool"], "generator");
  await canvas.saveUntil(
    "the file has both objectives",
    () => Object.keys(model().training?.objectives ?? {}).join() === "discriminator,generator",
  );
  expect(await canvas.locator(".note").count()).toBe(0);
  expect(model().training).toMatchObject({
    epochs: 20_000,
    objectives: {
      discriminator: { losses: ["real", "fake"], updates: ["judge"] },
      generator: { losses: ["fool"], updates: ["generator"] },
    },
  });
});

it("trains it, and shows both losses as they move", async () => {
  const { page } = workbench;
  await canvas.button("Train").click();
  const training = await webview(page, ".training .chart");
  const charts = training.locator(".chart");
  await until("both networks have trained", async () => (await canvas.step()) > 500);
  expect(await charts.locator("h2").allInnerTexts()).toEqual(["discriminator", "generator"]);
  for (const index of [0, 1]) {
    const loss = charts.nth(index).locator(".value.train b");
    const before = await loss.innerText();
    expect(Number(before)).toBeGreaterThan(0);
    await until("the loss moves", async () => (await loss.innerText()) !== before);
  }
  await runCommand(page, "Netloom: Show Gradients");
  const gradients = await webview(page, ".gradients .rows .row");
  const groups = gradients.locator(".rows .group .path");
  expect(await groups.allInnerTexts()).toEqual(["discriminator", "judge", "generator", "generator"]);
  await canvas.button("Fit").click();
  await screenshot(page, "gan");
  await canvas.button("Stop").click();
  await until(
    "the run has stopped",
    async () => (await canvas.locator(".progress[data-status=stopped]").count()) === 1,
  );
});
