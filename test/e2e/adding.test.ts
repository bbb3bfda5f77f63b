// What someone does who knows what to draw: a network typed on an empty canvas, and trained, without a mouse.
import { afterAll, beforeAll, expect, it } from "vitest";
import { Canvas, readModel } from "./Canvas";
import { openWorkbench, until, type Workbench } from "./workbench";

let workbench: Workbench;
let canvas: Canvas;
const model = () => readModel(workbench, "typed.nn.json");

beforeAll(async () => {
  workbench = await openWorkbench("examples", { width: 1440, height: 900 });
});
afterAll(() => workbench?.close());

it("draws an MLP from the keyboard alone, with a few letters a layer", async () => {
  const { keyboard } = workbench.page;
  canvas = await Canvas.create(workbench, "typed");
  await keyboard.press("a");
  const menu = canvas.locator(".add-menu");
  const last = "crosse";
  const layers: readonly [query: string, id: string][] = [
    ["data", "dataset"],
    ["flat", "flatten"],
    ["lin", "linear"],
    ["relu", "relu"],
    ["lin", "linear2"],
    [last, "loss"],
  ];
  for (const [query, id] of layers) {
    await menu.waitFor();
    await keyboard.type(query);
    await keyboard.press(query === last ? "Enter" : "Control+Enter");
    await canvas.node(id).waitFor();
  }
  await menu.waitFor({ state: "detached" });
  await canvas.saveUntil("the wires are saved", () => model().edges.length === 6);
  expect(model().edges).toEqual([
    "dataset.image -> flatten",
    "flatten -> linear",
    "linear -> relu",
    "relu -> linear2",
    "linear2 -> loss.input",
    "dataset.label -> loss.target",
  ]);
  expect(await canvas.locator(".problems-button").count()).toBe(0);
});

it("keeps all of it in sight, and the graph wider than its panels", async () => {
  const stage = await canvas.locator("main").boundingBox();
  const app = await canvas.locator(".app").boundingBox();
  if (!stage || !app) throw new Error("the canvas is not on the screen");
  expect(stage.width / app.width).toBeGreaterThanOrEqual(0.6);
  for (const id of await canvas.ids()) {
    const box = await canvas.node(id).boundingBox();
    if (!box) throw new Error(`${id} is not on the screen`);
    expect(box.x).toBeGreaterThanOrEqual(stage.x);
    expect(box.x + box.width).toBeLessThanOrEqual(stage.x + stage.width);
  }
});

it("trains with F5", async () => {
  await workbench.page.keyboard.press("F5");
  await until("it trains", async () => /step|trained/.test(await canvas.locator(".progress").innerText()), {
    timeout: 120_000,
  });
});
