import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { CanvasDriver } from "./CanvasDriver";
import { blocks } from "./models";
import { useCanvases } from "./useCanvases";

/** Instances of blocks that are open in place, in a browser with real mouse and keyboard input. */
const open = useCanvases(blocks);

const foldButton = (canvas: CanvasDriver, node: string): Locator => canvas.node(node).locator(".fold-button");

async function unfold(canvas: CanvasDriver, node: string, inside: string): Promise<void> {
  await foldButton(canvas, node).click();
  await canvas.node(inside).waitFor();
}

/** Opens an instance, and shows the whole graph around it. */
async function unfoldInView(canvas: CanvasDriver, node: string, inside: string): Promise<void> {
  await unfold(canvas, node, inside);
  await showAll(canvas);
}

async function showAll(canvas: CanvasDriver): Promise<void> {
  await canvas.tab.getByRole("button", { name: "Fit" }).click();
  const stage = await canvas.box(canvas.tab.locator("main"));
  await expect.poll(async () => (await canvas.box(canvas.node("digits"))).x).toBeGreaterThan(stage.x);
}

/** A node's place in the graph's coordinates, whatever is in view. */
const place = (canvas: CanvasDriver, node: string): Promise<string> =>
  canvas.node(node).evaluate((element) => element.style.transform);

const places = async (canvas: CanvasDriver): Promise<string[]> =>
  Promise.all(["stem", "wide", "stage", "other", "relus", "flatten"].map((node) => place(canvas, node)));

const text = (canvas: CanvasDriver): Promise<string> => canvas.tab.evaluate(() => host.text);

const isAround = async (canvas: CanvasDriver, frame: string, node: string): Promise<boolean> => {
  const [outer, inner] = [await canvas.box(canvas.node(frame)), await canvas.box(canvas.node(node))];
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width + 1 &&
    inner.y + inner.height <= outer.y + outer.height + 1
  );
};

describe("an instance that is opened in place", () => {
  it("shows its nodes with their shapes in a frame, and puts everything back when it is closed", async () => {
    const canvas = await open();
    const before = await places(canvas);
    await unfold(canvas, "stage", "stage/0/conv");
    expect(await canvas.node("stage").innerText()).toMatch(/stage\s+Residual\s+×3 · showing 0/);
    for (const id of ["input", "conv", "norm", "relu", "sum", "output"])
      expect([id, await isAround(canvas, "stage", `stage/0/${id}`)]).toEqual([id, true]);
    expect(await canvas.node("stage/0/conv").innerText()).toContain("8×28×28");
    await canvas.wireReaches("stem.output->stage.input");
    await canvas.wireReaches("stage/0/input.output->stage/0/conv.input");
    await canvas.wireReaches("stage/0/sum.output->stage/0/output.input");
    await canvas.wireReaches("stage.output->relus.input");
    const frame = await canvas.box(canvas.node("stage"));
    expect((await canvas.box(canvas.node("relus"))).x).toBeGreaterThan(frame.x + frame.width);
    expect((await canvas.box(canvas.node("other"))).y).toBeGreaterThan(frame.y + frame.height);
    const [stem] = before;
    expect(await place(canvas, "stem")).toBe(stem);
    await foldButton(canvas, "stage").click();
    await canvas.node("stage/0/conv").waitFor({ state: "detached" });
    expect(await places(canvas)).toEqual(before);
    expect(await canvas.tab.evaluate(() => host.past.length)).toBe(0);
    expect(await canvas.edits(0)).toEqual([]);
  });

  it("is opened and closed by its key and in the menu, and leaves the focus on its button", async () => {
    const canvas = await open();
    await canvas.clickNode("other");
    await canvas.tab.keyboard.press("o");
    await canvas.node("other/conv").waitFor();
    await canvas.clickNode("other/conv");
    expect(await canvas.selected()).toEqual(["other/conv"]);
    await canvas.node("other").locator(".node-name").click({ button: "right" });
    await canvas.tab.getByRole("menuitem", { name: "Close in Place" }).click();
    await canvas.node("other/conv").waitFor({ state: "detached" });
    expect(await canvas.selected()).toEqual(["other"]);
    const button = foldButton(canvas, "other");
    await button.focus();
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("other/conv").waitFor();
    await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await button.getAttribute("aria-expanded")).toBe("true");
  });

  it("takes edits of its nodes' parameters for all instances, and stays open with undo", async () => {
    const canvas = await open();
    await unfold(canvas, "stage", "stage/0/conv");
    await unfold(canvas, "other", "other/conv");
    await canvas.clickNode("stage/0/conv");
    expect(await canvas.tab.locator(".inspector").innerText()).toContain(
      "A change is made in all 4 instances of the block Residual.",
    );
    await canvas.field("kernelSize").fill("5");
    await canvas.tab.keyboard.press("Enter");
    expect(await canvas.edits(1)).toEqual([
      { kind: "param", node: "conv", name: "kernelSize", value: 5, block: "Residual" },
    ]);
    await canvas.applied(1);
    await expect.poll(() => canvas.node("stage/0/conv").innerText()).toContain("8×26×26");
    const posted = await canvas.tab.evaluate(() => host.posted.findLast(({ kind }) => kind === "selected"));
    expect(posted).toEqual({ kind: "selected", nodes: ["stage/0/conv"] });
    await canvas.node("other/conv").locator(".chip", { hasText: "kernel" }).click();
    await canvas.tab.keyboard.type("3");
    await canvas.tab.keyboard.press("Enter");
    await canvas.applied(2);
    await expect.poll(() => canvas.node("stage/0/conv").innerText()).toContain("8×28×28");
    await canvas.focus();
    for (let undone = 0; undone < 2; undone++) await canvas.tab.keyboard.press("Control+z");
    await expect.poll(() => text(canvas)).toBe(blocks);
    expect(await canvas.node("stage/0/conv").count()).toBe(1);
  });

  it("stays open under a new name, and is closed when it is gone", async () => {
    const canvas = await open();
    await unfold(canvas, "other", "other/conv");
    await canvas.node("other").locator(".node-name").click();
    await canvas.tab.keyboard.press("F2");
    await canvas.tab.keyboard.type("second");
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("second/conv").waitFor();
    await canvas.node("second").locator(".node-name").click();
    await canvas.tab.keyboard.press("Delete");
    await canvas.node("second").waitFor({ state: "detached" });
    expect(await canvas.node("second/conv").count()).toBe(0);
    await canvas.applied(2);
    await canvas.tab.keyboard.press("Control+z");
    await canvas.node("second").waitFor();
    expect(await canvas.node("second/conv").count()).toBe(0);
  });

  it("lists problems at its nodes", async () => {
    const canvas = await open({
      text: blocks.replace(
        '"outChannels": "$channels", "kernelSize": 3, "stride"',
        '"outChannels": "$channels", "kernelSize": 99, "stride"',
      ),
    });
    await unfold(canvas, "stage", "stage/0/conv");
    await canvas.node("stage/0/conv").locator(".badge").click();
    expect(await canvas.selected()).toEqual(["stage/0/conv"]);
    expect(await canvas.tab.locator(".inspector .form").innerText()).toContain("99");
  });

  it("leads to the block's page by a double click on its nodes", async () => {
    const canvas = await open();
    await unfold(canvas, "stage", "stage/0/conv");
    const { x, y } = await canvas.middle(canvas.node("stage/0/norm").locator("footer"));
    await canvas.tab.mouse.dblclick(x, y);
    await canvas.node("norm").waitFor();
    expect(await canvas.selected()).toEqual(["norm"]);
    await canvas.tab.keyboard.press("Escape");
    await canvas.tab.keyboard.press("Escape");
    await canvas.node("stage/0/conv").waitFor();
  });

  it("is still open after a reload", async () => {
    const canvas = await open();
    await unfold(canvas, "stage", "stage/0/conv");
    const saved = await canvas.tab.evaluate(() =>
      (acquireVsCodeApi() as { getState: () => unknown }).getState(),
    );
    const again = await open({ saved });
    await again.node("stage/0/conv").waitFor();
    expect(await place(again, "relus")).toBe(await place(canvas, "relus"));
  });

  it("keeps nodes that are dragged beside it at their places in the document", async () => {
    const canvas = await open();
    await unfoldInView(canvas, "stage", "stage/0/conv");
    const before = await canvas.middle(canvas.node("relus"));
    await canvas.drag(before, { x: before.x, y: before.y + 30 });
    await canvas.tab.mouse.up();
    const [move] = await canvas.edits(1);
    const [x = 0] = (move?.kind === "move" ? move.layout.relus : undefined) ?? [];
    // The pointer goes a few pixels before a drag begins.
    expect(Math.abs(x - 820)).toBeLessThan(24);
    await canvas.applied(1);
    await expect
      .poll(async () => Math.abs((await canvas.middle(canvas.node("relus"))).x - before.x))
      .toBeLessThan(8);
  });

  it("can be moved, and takes its nodes along", async () => {
    const canvas = await open();
    await unfold(canvas, "other", "other/conv");
    const before = await canvas.middle(canvas.node("other/conv"));
    const from = await canvas.middle(canvas.node("other").locator(".node-type"));
    await canvas.drag(from, { x: from.x - 60, y: from.y + 40 });
    await canvas.tab.mouse.up();
    const [move] = await canvas.edits(1);
    expect(move).toMatchObject({ kind: "move", layout: { other: expect.anything() } });
    const after = await canvas.middle(canvas.node("other/conv"));
    expect([after.x < before.x - 30, after.y > before.y + 15]).toEqual([true, true]);
  });
});

describe("an open instance's block", () => {
  it("has its nodes moved in its layout", async () => {
    const canvas = await open();
    await unfold(canvas, "stage", "stage/0/conv");
    const from = await canvas.middle(canvas.node("stage/0/norm").locator("footer"));
    await canvas.drag(from, { x: from.x, y: from.y + 60 });
    await canvas.tab.mouse.up();
    const [move] = await canvas.edits(1);
    expect(move).toMatchObject({ kind: "move", block: "Residual" });
    const layout = move?.kind === "move" ? move.layout : {};
    expect(Object.keys(layout)).toEqual(["norm"]);
    const [x = 0, y = 0] = layout.norm ?? [];
    expect([Math.abs(x - 320) < 24, y > 30]).toEqual([true, true]);
    await canvas.applied(1);
    await canvas.wireReaches("stage/0/norm.output->stage/0/relu.input");
    expect(await isAround(canvas, "stage", "stage/0/norm")).toBe(true);
  });

  it("gets a layer that is dropped on the frame, and not itself", async () => {
    const canvas = await open();
    await unfold(canvas, "stage", "stage/0/conv");
    const { x, y, width, height } = await canvas.box(canvas.node("stage"));
    await canvas.dragFromPalette("Linear", { x: x + width / 2, y: y + height - 12 });
    await canvas.node("stage/0/linear").waitFor();
    expect(await canvas.selected()).toEqual(["stage/0/linear"]);
    await canvas.applied(1);
    const frame = await canvas.box(canvas.node("stage"));
    await canvas.dragFromPalette("Residual", {
      x: frame.x + frame.width / 2,
      y: frame.y + frame.height - 12,
    });
    await canvas.tab.locator(".note", { hasText: "would contain itself" }).waitFor();
    expect(await canvas.edits(1)).toMatchObject([
      { kind: "add", block: "Residual", nodes: [{ id: "linear", type: "Linear" }] },
    ]);
  });
});

describe("wires of an open instance", () => {
  const sum = { from: "stage/0/input.output", to: "stage/0/sum.input" };

  it("are drawn between its nodes as wires of the block, and removed", async () => {
    const canvas = await open();
    await unfold(canvas, "stage", "stage/0/conv");
    await canvas.drag(
      await canvas.port("stage/0/input", "output", "source"),
      await canvas.port("stage/0/sum", "input", "target"),
    );
    await canvas.tab.mouse.up();
    await canvas.wire(`${sum.from}->${sum.to}`).waitFor();
    await canvas.applied(1);
    const { x, y } = await canvas.middleOfWire(`${sum.from}->${sum.to}`);
    await canvas.tab.mouse.click(x, y);
    await canvas.tab.keyboard.press("Delete");
    await canvas.applied(2);
    expect(await canvas.edits(2)).toEqual([
      { kind: "connect", edge: "input -> sum", block: "Residual" },
      { kind: "remove", nodes: [], edges: [5], block: "Residual" },
    ]);
  });

  it("are refused across its edge, with the reason", async () => {
    const canvas = await open();
    await unfoldInView(canvas, "stage", "stage/0/conv");
    await canvas.drag(
      await canvas.port("wide", "output", "source"),
      await canvas.port("stage/0/sum", "input", "target"),
    );
    await canvas.tab.locator(".wire-hint", { hasText: "open block" }).waitFor();
    await canvas.tab.mouse.up();
    await canvas.tab.locator(".note", { hasText: "open block" }).waitFor();
    expect(await canvas.edits(0)).toEqual([]);
  });

  it("can be drawn to its ports", async () => {
    const canvas = await open();
    await unfoldInView(canvas, "other", "other/conv");
    await canvas.drag(
      await canvas.port("stem", "output", "source"),
      await canvas.port("other", "input", "target"),
    );
    await canvas.tab.mouse.up();
    expect(await canvas.edits(1)).toEqual([{ kind: "connect", edge: "stem -> other" }]);
  });
});

describe("nested instances", () => {
  const resnet = readFileSync(new URL("../../../examples/digits-resnet18.nn.json", import.meta.url), "utf8");

  it("are opened in open ones", async () => {
    const canvas = await open({ text: resnet });
    await unfold(canvas, "layer2", "layer2/down");
    await unfold(canvas, "layer2/down", "layer2/down/shortcut");
    expect(await isAround(canvas, "layer2", "layer2/down")).toBe(true);
    expect(await isAround(canvas, "layer2/down", "layer2/down/shortcut")).toBe(true);
    expect(await canvas.node("layer2/down/shortcut").innerText()).toContain("32×4×4");
    await canvas.wireReaches("layer2/down/bn3.output->layer2/down/add.input");
    const [down, basic] = [
      await canvas.box(canvas.node("layer2/down")),
      await canvas.box(canvas.node("layer2/basic")),
    ];
    expect(basic.x).toBeGreaterThan(down.x + down.width);
    await showAll(canvas);
    await foldButton(canvas, "layer2").click();
    await canvas.node("layer2/down").waitFor({ state: "detached" });
    expect(await canvas.node("layer2/down/shortcut").count()).toBe(0);
  });
});
