import { afterEach, describe, expect, it } from "vitest";
import { CanvasDriver } from "./CanvasDriver";
import { blocks } from "./models";
import { openCanvas, type Options } from "./openCanvas";
import { usePage } from "./usePage";

/** Blocks on the canvas in a browser with real mouse and keyboard input. */
const page = usePage("canvas", "fakeHost.ts");
let opened: CanvasDriver[] = [];

afterEach(async () => {
  const errors = opened.flatMap((canvas) => canvas.errors);
  await Promise.all(opened.map((canvas) => canvas.close()));
  opened = [];
  expect(errors).toEqual([]);
});

async function open(options: Options = {}): Promise<CanvasDriver> {
  const canvas = new CanvasDriver(await openCanvas(page.browser, page.folder, { text: blocks, ...options }));
  opened.push(canvas);
  return canvas;
}

const crumbs = (canvas: CanvasDriver) => canvas.tab.locator(".breadcrumb");

describe("a block's page", () => {
  it("opens by double click, and leads back by Escape with the instance selected", async () => {
    const canvas = await open();
    expect(await canvas.node("stage").innerText()).toMatch(/stage\s+Residual\s+×3/);
    await canvas.node("stage").dblclick();
    await canvas.node("conv").waitFor();
    expect(await canvas.node("stem").count()).toBe(0);
    expect(await crumbs(canvas).innerText()).toContain("stage (Residual)");
    expect(await canvas.node("input").innerText()).toContain("input");
    await canvas.tab.keyboard.press("Escape");
    await canvas.node("stem").waitFor();
    expect(await canvas.selected()).toEqual(["stage"]);
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("conv").waitFor();
    await crumbs(canvas).getByRole("button", { name: "Model" }).click();
    await canvas.node("stem").waitFor();
  });

  it("is found again as it was left", async () => {
    const canvas = await open();
    const zoom = () => canvas.tab.locator(".zoom-level").innerText();
    await canvas.node("stage").dblclick();
    await canvas.node("conv").waitFor();
    await canvas.tab.getByRole("button", { name: "Zoom In" }).click();
    const { x, y } = await canvas.middle(canvas.tab.locator("main"));
    await canvas.tab.mouse.move(x, y + 250);
    await canvas.tab.mouse.wheel(40, 0);
    await expect.poll(async () => (await canvas.box(canvas.node("conv"))).x).toBeGreaterThan(0);
    const before = [await zoom(), await canvas.box(canvas.node("conv"))];
    await canvas.focus();
    await canvas.tab.keyboard.press("Escape");
    await canvas.node("stem").waitFor();
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("conv").waitFor();
    await expect.poll(async () => [await zoom(), await canvas.box(canvas.node("conv"))]).toEqual(before);
  });

  it("takes wires, nodes, names and positions as edits of the block, with undo", async () => {
    const canvas = await open();
    await canvas.node("stage").dblclick();
    await canvas.node("conv").waitFor();
    await canvas.drag(
      await canvas.port("input", "output", "source"),
      await canvas.port("sum", "input", "target"),
    );
    await canvas.tab.mouse.up();
    await canvas.wire("input.output->sum.input").waitFor();
    await canvas.clickNode("relu");
    await canvas.tab.keyboard.press("F2");
    await canvas.tab.keyboard.type("act");
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("act").waitFor();
    const from = await canvas.middle(canvas.node("output"));
    await canvas.drag(from, { x: from.x + 40, y: from.y + 60 });
    await canvas.tab.mouse.up();
    const edits = await canvas.edits(3);
    expect(edits.slice(0, 2)).toEqual([
      { kind: "connect", edge: "input -> sum", block: "Residual" },
      { kind: "rename", node: "relu", to: "act", block: "Residual" },
    ]);
    expect(edits[2]).toMatchObject({ kind: "move", block: "Residual" });
    await canvas.applied(3);
    const text = () => canvas.tab.evaluate(() => host.text);
    expect(JSON.parse(await text())).toMatchObject({
      blocks: { Residual: { layout: { output: expect.anything() } } },
    });
    for (let undone = 0; undone < 3; undone++) await canvas.tab.keyboard.press("Control+z");
    await expect.poll(text).toBe(blocks);
    await canvas.node("relu").waitFor();
    expect(await canvas.node("conv").count()).toBe(1);
  });

  it("refuses a wire that does not fit inside an instance, with the reason there", async () => {
    const canvas = await open({
      text: blocks.replace('"input -> conv",', '"input -> conv", "input -> sum",'),
    });
    await canvas.drag(
      await canvas.port("wide", "output", "source"),
      await canvas.port("other", "input", "target"),
    );
    await canvas.tab.mouse.up();
    await canvas.tab.locator(".note").waitFor();
    expect(await canvas.tab.locator(".note").innerText()).toContain("other/sum");
    expect(await canvas.tab.evaluate(() => host.past.length)).toBe(0);
  });

  it("adds an instance from the palette, where the model's blocks come first", async () => {
    const canvas = await open();
    expect(await canvas.tab.locator(".palette-group").first().innerText()).toContain("Blocks");
    await canvas.dragFromPalette("Residual", { x: 600, y: 650 });
    await canvas.node("residual").waitFor();
    expect(await canvas.edits(1)).toMatchObject([
      { kind: "add", nodes: [{ id: "residual", type: "Residual" }] },
    ]);
  });
});
