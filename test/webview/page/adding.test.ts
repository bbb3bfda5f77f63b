import { describe, expect, it } from "vitest";
import type { CanvasDriver } from "./CanvasDriver";
import { cnn } from "./models";
import { useCanvases } from "./useCanvases";

/** The menu of layers to add, at the pointer. */
const open = useCanvases(cnn);

const menu = (canvas: CanvasDriver) => canvas.tab.getByRole("dialog");
const query = (canvas: CanvasDriver) => menu(canvas).locator("vscode-textfield");
const edges = (canvas: CanvasDriver) =>
  canvas.tab.evaluate(() => (JSON.parse(host.text) as { edges?: string[] }).edges ?? []);

/** Adds a layer with the keyboard alone. */
async function add(canvas: CanvasDriver, search: string, key = "Enter"): Promise<void> {
  await canvas.tab.keyboard.type(search);
  await canvas.tab.keyboard.press(key);
}

/** Whether all nodes are inside the canvas. */
async function allInSight(canvas: CanvasDriver): Promise<boolean> {
  return canvas.tab.evaluate(() => {
    const stage = document.querySelector("main")!.getBoundingClientRect();
    return [...document.querySelectorAll(".react-flow__node")].every((node) => {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      return left >= stage.left && top >= stage.top && right <= stage.right && bottom <= stage.bottom;
    });
  });
}

describe("the add menu", () => {
  it("opens at the pointer with A and adds the layer there", async () => {
    const canvas = await open({ text: "" });
    await canvas.focus();
    await canvas.tab.mouse.move(500, 640);
    await canvas.tab.keyboard.press("a");
    const { x, y } = await canvas.box(menu(canvas));
    expect([x, y]).toEqual([500, expect.closeTo(640 - (640 + 430 - 860), -1)]);
    await add(canvas, "lin");
    await canvas.node("linear").waitFor();
    expect(await menu(canvas).count()).toBe(0);
    const middle = await canvas.middle(canvas.node("linear"));
    expect(middle.x).toBeCloseTo(500, -1);
    expect(middle.y).toBeCloseTo(640, -1);
  });

  it("opens with a double click on the empty canvas, and Escape changes nothing, whatever was typed", async () => {
    const canvas = await open();
    await canvas.tab.mouse.dblclick(700, 700);
    await menu(canvas).waitFor();
    await canvas.tab.keyboard.type("conv");
    await menu(canvas).locator('[data-type="Conv2d"]').waitFor();
    await canvas.tab.keyboard.press("Escape");
    await menu(canvas).waitFor({ state: "detached" });
    expect(await canvas.edits(0)).toEqual([]);
    // The keyboard is the canvas's again, and the query is empty the next time.
    await canvas.tab.keyboard.press("a");
    await expect.poll(() => query(canvas).evaluate((field) => (field as HTMLInputElement).value)).toBe("");
  });

  it("goes on from the selected node, and with Ctrl+Enter from the new one", async () => {
    const canvas = await open({ text: "" });
    await canvas.focus();
    await canvas.tab.mouse.move(420, 300);
    await canvas.tab.keyboard.press("a");
    await add(canvas, "data", "Control+Enter");
    await canvas.node("dataset").waitFor();
    await expect.poll(() => query(canvas).evaluate((field) => (field as HTMLInputElement).value)).toBe("");
    await add(canvas, "flat", "Control+Enter");
    await canvas.node("flatten").waitFor();
    await add(canvas, "lin", "Control+Enter");
    await canvas.node("linear").waitFor();
    await add(canvas, "relu", "Control+Enter");
    await canvas.node("relu").waitFor();
    await add(canvas, "lin");
    await canvas.node("linear2").waitFor();
    expect(await edges(canvas)).toEqual([
      expect.stringMatching(/^dataset(\.\w+)? -> flatten$/),
      "flatten -> linear",
      "linear -> relu",
      "relu -> linear2",
    ]);
    await expect.poll(() => allInSight(canvas)).toBe(true);
  });

  it("keeps the wire drawn while it is open after a wire was dropped", async () => {
    const canvas = await open();
    await canvas.drag(await canvas.port("pool", "output", "source"), { x: 900, y: 700 });
    await canvas.tab.mouse.up();
    await menu(canvas).waitFor();
    const wire = canvas.tab.locator(".menu-wire path");
    const port = await canvas.port("pool", "output", "source");
    const ends = await wire.evaluate((line) => {
      const path = line as unknown as SVGPathElement;
      const matrix = path.getScreenCTM() ?? undefined;
      return [0, path.getTotalLength()].map((at) => {
        const { x, y } = path.getPointAtLength(at).matrixTransform(matrix);
        return { x, y };
      });
    });
    expect(Math.hypot(ends[0]!.x - port.x, ends[0]!.y - port.y)).toBeLessThan(8);
    expect(Math.hypot(ends[1]!.x - 900, ends[1]!.y - 700)).toBeLessThan(8);
    await canvas.tab.keyboard.press("Escape");
    await wire.waitFor({ state: "detached" });
  });

  it("finds what does not fit too, apart, and adds it without a wire", async () => {
    const canvas = await open();
    await canvas.clickNode("pool");
    await canvas.tab.keyboard.press("a");
    await canvas.tab.keyboard.type("lstm");
    await menu(canvas).locator(".palette-others").waitFor();
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("lstm").waitFor();
    expect((await edges(canvas)).some((edge) => edge.includes("lstm"))).toBe(false);
  });

  it("gives a loss its target, where one output of the data fits", async () => {
    const canvas = await open({
      text: cnn
        .replace('    "loss": { "type": "CrossEntropyLoss" }\n', "")
        .replace('"outFeatures": 10 },', '"outFeatures": 10 }')
        .replace(
          '    "flatten -> logits",\n    "logits -> loss.input",\n    "digits.label -> loss.target"\n',
          '    "flatten -> logits"\n',
        ),
    });
    await canvas.clickNode("logits");
    await canvas.tab.keyboard.press("a");
    await add(canvas, "crosse");
    await canvas.node("loss").waitFor();
    expect((await edges(canvas)).slice(-2)).toEqual(["logits -> loss.input", "digits.label -> loss.target"]);
    expect(await canvas.problemCount()).toBe(0);
  });

  it("is searched in Korean", async () => {
    const canvas = await open({ language: "l10n/bundle.l10n.ko.json" });
    await canvas.clickNode("logits");
    await canvas.tab.keyboard.press("a");
    await canvas.tab.keyboard.insertText("소프트맥스");
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("softmax").waitFor();
    expect(await edges(canvas)).toContain("logits -> softmax");
  });
});
