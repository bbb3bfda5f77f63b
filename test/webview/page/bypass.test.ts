import { describe, expect, it } from "vitest";
import type { CanvasDriver } from "./CanvasDriver";
import { cnn } from "./models";
import { useCanvases } from "./useCanvases";

/** Bypassing nodes, and removing them with their wires joined, in a browser with real mouse and keyboard input. */
const open = useCanvases(cnn);
const text = (canvas: CanvasDriver) => canvas.tab.evaluate(() => host.text);
const looksBypassed = (canvas: CanvasDriver, id: string) =>
  canvas.node(id).locator('.node[data-bypassed="true"] .through .wire-line');

describe("bypassing", () => {
  it("mutes a node by B, with its wire running through, says so, and is one undo", async () => {
    const canvas = await open();
    await canvas.clickNode("relu");
    await canvas.tab.keyboard.press("b");
    await looksBypassed(canvas, "relu").waitFor({ state: "attached" });
    expect(await canvas.node("relu").getAttribute("aria-label")).toBe("relu, ReLU, bypassed");
    expect(await canvas.edits(1)).toEqual([{ kind: "param", node: "relu", name: "bypass", value: true }]);
    await canvas.applied(1);
    await canvas.tab.keyboard.press("b");
    await expect.poll(() => looksBypassed(canvas, "relu").count()).toBe(0);
    await canvas.applied(2);
    await canvas.tab.keyboard.press("Control+z");
    await looksBypassed(canvas, "relu").waitFor({ state: "attached" });
    await canvas.tab.keyboard.press("Control+z");
    await expect.poll(() => text(canvas)).toBe(cnn);
  });

  it("bypasses several from the menu in one edit, except one whose shape changes, and says why", async () => {
    const canvas = await open();
    await canvas.clickNode("relu");
    await canvas.clickNode("pool", ["Shift"]);
    await canvas.node("pool").click({ button: "right" });
    await canvas.tab.getByRole("menuitem", { name: "Bypass" }).click();
    await looksBypassed(canvas, "relu").waitFor({ state: "attached" });
    expect(await canvas.tab.locator(".note").innerText()).toContain("makes 16×14×14 of 16×28×28");
    await canvas.applied(1);
    expect(JSON.parse(await text(canvas))).toMatchObject({ nodes: { relu: { bypass: true } } });
    expect(await text(canvas)).not.toContain('"kernelSize": 2, "bypass"');
    await canvas.focus();
    await canvas.node("relu").click({ button: "right" });
    await canvas.tab.getByRole("menuitem", { name: "Use Again" }).click();
    await expect.poll(() => text(canvas)).toBe(cnn);
  });

  it("refuses a loss with the reason", async () => {
    const canvas = await open();
    await canvas.clickNode("loss");
    await canvas.tab.keyboard.press("b");
    await canvas.tab.locator(".note").waitFor();
    expect(await canvas.tab.evaluate(() => host.posted.filter(({ kind }) => kind === "edit").length)).toBe(0);
  });
});

describe("deleting and reconnecting", () => {
  it("joins what led to the nodes to what they led to, in one edit that is undone to the byte", async () => {
    const canvas = await open();
    await canvas.clickNode("relu");
    await canvas.clickNode("pool", ["Shift"]);
    await canvas.tab.keyboard.press("Shift+Delete");
    await canvas.wire("conv.output->flatten.input").waitFor();
    expect(await canvas.node("relu").count()).toBe(0);
    await canvas.applied(1);
    expect(JSON.parse(await text(canvas))).toMatchObject({
      edges: [
        "digits.image -> conv",
        "conv -> flatten",
        "flatten -> logits",
        "logits -> loss.input",
        "digits.label -> loss.target",
      ],
    });
    await canvas.tab.keyboard.press("Control+z");
    await expect.poll(() => text(canvas)).toBe(cnn);
  });

  it("leaves what does not fit unconnected, and says so", async () => {
    const canvas = await open();
    await canvas.clickNode("conv");
    await canvas.clickNode("logits", ["Shift"]);
    await canvas.node("logits").click({ button: "right" });
    await canvas.tab.getByRole("menuitem", { name: "Delete and Reconnect" }).click();
    await canvas.wire("digits.image->relu.input").waitFor();
    await canvas.applied(1);
    const { edges } = JSON.parse(await text(canvas)) as { edges: string[] };
    expect(edges).toContain("flatten -> loss.input");
    await canvas.tab.keyboard.press("Control+z");
    await expect.poll(() => text(canvas)).toBe(cnn);
    await canvas.clickNode("flatten");
    await canvas.tab.keyboard.press("Shift+Delete");
    await canvas.applied(1);
    expect(JSON.parse(await text(canvas))).toMatchObject({ nodes: { logits: { type: "Linear" } } });
  });
});
