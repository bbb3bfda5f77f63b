import { describe, expect, it } from "vitest";
import type { CanvasDriver } from "./CanvasDriver";
import { cnn } from "./models";
import { useCanvases } from "./useCanvases";

/** The graph has room in every editor, and nothing jumps. */
const open = useCanvases(cnn);

const stage = (canvas: CanvasDriver) => canvas.tab.locator("main");

/** A chain of Linear layers, which is as long as it has nodes. */
function chain(length: number): string {
  const names = Array.from({ length }, (_, index) => `layer${index}`);
  return JSON.stringify({
    netloom: 1,
    nodes: {
      x: { type: "Input", shape: [8] },
      ...Object.fromEntries(names.map((name) => [name, { type: "Linear", outFeatures: 8 }])),
    },
    edges: names.map((name, index) => `${names[index - 1] ?? "x"} -> ${name}`),
    layout: Object.fromEntries(["x", ...names].map((name, index) => [name, [index * 240, 0]])),
  });
}

/** The nodes outside of the canvas. */
function outOfSight(canvas: CanvasDriver): Promise<string[]> {
  return canvas.tab.evaluate(() => {
    const view = document.querySelector("main")!.getBoundingClientRect();
    return [...document.querySelectorAll<HTMLElement>(".react-flow__node")].flatMap((node) => {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      const isIn = left >= view.left && top >= view.top && right <= view.right && bottom <= view.bottom;
      return isIn ? [] : [node.dataset.id ?? ""];
    });
  });
}

describe("an editor of any width", () => {
  for (const width of [500, 640, 899, 900, 1100, 1440])
    it(`gives the graph 60 % of ${width} px, and keeps Train in sight`, async () => {
      const canvas = await open({ width });
      const graph = await canvas.box(stage(canvas));
      expect(graph.width / width).toBeGreaterThanOrEqual(0.6);
      const train = await canvas.box(canvas.tab.getByRole("button", { name: "Train" }));
      expect(train.x + train.width).toBeLessThanOrEqual(width);
    });

  it("has panels whose widths are dragged and kept, as far as the graph permits", async () => {
    const canvas = await open({ width: 1440 });
    const palette = canvas.tab.locator(".palette");
    const edge = await canvas.middle(palette.getByRole("separator"));
    await canvas.drag(edge, { x: edge.x + 40, y: edge.y });
    await canvas.tab.mouse.up();
    await expect.poll(async () => (await canvas.box(palette)).width).toBeCloseTo(220, -1);
    const saved = await canvas.tab.evaluate(() => (acquireVsCodeApi() as { getState(): unknown }).getState());
    expect(saved).toMatchObject({ panels: { widths: { palette: expect.closeTo(220, -1) as number } } });
    const again = await canvas.middle(palette.getByRole("separator"));
    await canvas.drag(again, { x: 1200, y: again.y });
    await canvas.tab.mouse.up();
    expect((await canvas.box(stage(canvas))).width / 1440).toBeGreaterThanOrEqual(0.6);
    await palette.getByRole("separator").dblclick();
    await expect.poll(async () => (await canvas.box(palette)).width).toBe(180);
    await canvas.tab.keyboard.press("ArrowRight");
    await expect.poll(async () => (await canvas.box(palette)).width).toBeGreaterThan(180);
  });

  it("shows panels over the graph if it is narrow, which yield to it", async () => {
    const canvas = await open({ width: 640 });
    const [palette, inspector] = [canvas.tab.locator(".palette"), canvas.tab.locator(".inspector")];
    expect(await palette.count()).toBe(0);
    await canvas.tab.getByRole("button", { name: "Show Palette" }).click();
    await palette.waitFor();
    // The search has the keyboard.
    await canvas.tab.keyboard.type("drop");
    const item = await canvas.middle(palette.locator('[data-type="Dropout"]'));
    await canvas.drag(item, { x: 320, y: 700 });
    await expect.poll(() => palette.evaluate((panel) => getComputedStyle(panel).opacity)).toBe("0");
    await canvas.tab.mouse.up();
    await canvas.node("dropout").waitFor();
    await palette.waitFor({ state: "detached" });

    await canvas.tab.keyboard.press("Enter");
    await inspector.waitFor();
    const bar = await canvas.box(canvas.tab.getByRole("toolbar"));
    expect((await canvas.box(inspector)).y).toBeGreaterThanOrEqual(bar.y + bar.height);
    expect((await canvas.box(stage(canvas))).width / 640).toBeGreaterThanOrEqual(0.6);
    await canvas.tab.keyboard.press("Escape");
    await inspector.waitFor({ state: "detached" });
    await canvas.tab.keyboard.press("Enter");
    await inspector.waitFor();
    await canvas.tab.mouse.click(60, 780);
    await inspector.waitFor({ state: "detached" });
  });
});

describe("the view", () => {
  it("leaves the first layer under the hand that drops it", async () => {
    const canvas = await open({ text: "", moves: true });
    await canvas.dragFromPalette("Linear", { x: 374, y: 307 });
    await canvas.node("linear").waitFor();
    await canvas.applied(1);
    const middle = await canvas.middle(canvas.node("linear"));
    expect(middle.x).toBeCloseTo(374, -1);
    expect(middle.y).toBeCloseTo(307, -1);
  });

  it("shows everything of a document that comes late", async () => {
    const canvas = await open({ text: chain(10), opensAfter: 600 });
    await expect.poll(() => outOfSight(canvas)).toEqual([]);
  });

  it("shows everything after Tidy", async () => {
    const canvas = await open();
    await canvas.tab.mouse.move(700, 500);
    for (let step = 0; step < 6; step++) await canvas.tab.mouse.wheel(900, 0);
    expect(await outOfSight(canvas)).not.toEqual([]);
    await canvas.tab.getByRole("button", { name: "Tidy" }).click();
    await expect.poll(() => outOfSight(canvas)).toEqual([]);
  });

  it("follows what the keyboard adds", async () => {
    const canvas = await open({ text: chain(6) });
    await canvas.tab.keyboard.press("f");
    await canvas.clickNode("layer5");
    for (const search of ["relu", "lin", "relu", "lin"]) {
      await canvas.tab.keyboard.press("a");
      await canvas.tab.keyboard.type(search);
      await canvas.tab.keyboard.press("Enter");
      await canvas.tab.getByRole("dialog").waitFor({ state: "detached" });
    }
    await canvas.applied(4);
    const [added] = await canvas.selected();
    await expect.poll(() => outOfSight(canvas)).not.toContain(added);
  });

  it("fits any graph, of which names and then blocks are left", async () => {
    const canvas = await open({ text: chain(400), moves: true });
    await canvas.tab.getByRole("button", { name: "Fit" }).click();
    const flow = canvas.tab.locator(".react-flow");
    await expect.poll(() => flow.getAttribute("data-detail")).toBe("block");
    await expect.poll(() => outOfSight(canvas)).toEqual([]);
    expect(await canvas.tab.locator(".react-flow__node").count()).toBe(401);
    await canvas.tab.getByRole("button", { name: "Reset Zoom" }).click();
    await expect.poll(() => flow.getAttribute("data-detail")).toBe("full");
  });

  it("names nodes readably when it is zoomed out", async () => {
    const canvas = await open({ text: chain(12) });
    const flow = canvas.tab.locator(".react-flow");
    await expect.poll(() => flow.getAttribute("data-detail")).toBe("label");
    const size = await canvas
      .node("layer5")
      .locator(".node")
      .evaluate((node) => {
        const scale = node.getBoundingClientRect().width / (node as HTMLElement).offsetWidth;
        return scale * parseFloat(getComputedStyle(node, "::after").fontSize);
      });
    expect(size).toBeGreaterThan(9);
  });
});
