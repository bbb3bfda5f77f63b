import { describe, expect, it } from "vitest";
import type { CanvasDriver } from "./CanvasDriver";
import { blocks, cnn } from "./models";
import { useCanvases } from "./useCanvases";

/** Blocks on the canvas in a browser with real mouse and keyboard input. */
const open = useCanvases(blocks);

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
    const dialog = canvas.tab.getByRole("dialog", { name: "This wire does not fit" });
    await dialog.waitFor();
    expect(await dialog.locator("p").innerText()).toContain("other/sum");
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

it("duplicates repeated instances, and nodes in a block under names that neither nodes nor ports have", async () => {
  const canvas = await open();
  await canvas.clickNode("stage");
  await canvas.tab.keyboard.press("Control+d");
  await canvas.node("stage2").waitFor();
  expect(await canvas.node("stage2").innerText()).toMatch(/Residual\s+×3/);
  await canvas.applied(1);
  await canvas.clickNode("other");
  await canvas.tab.keyboard.press("Enter");
  await canvas.node("conv").waitFor();
  await canvas.tab.keyboard.press("Control+a");
  await canvas.tab.keyboard.press("Control+d");
  await canvas.node("conv2").waitFor();
  const [, copied] = await canvas.edits(2);
  expect(copied).toMatchObject({
    kind: "add",
    block: "Residual",
    nodes: [
      { id: "conv2", params: { outChannels: "$channels" } },
      { id: "norm2" },
      { id: "relu2" },
      { id: "sum2" },
    ],
    edges: ["conv2 -> norm2", "norm2 -> relu2", "relu2 -> sum2"],
  });
});

it("takes blocks along when instances are copied to another document, but not into themselves", async () => {
  const canvas = await open();
  await canvas.clickNode("stage");
  await canvas.tab.keyboard.press("Control+c");
  await canvas.tab.keyboard.press("Enter");
  await canvas.node("conv").waitFor();
  await canvas.tab.keyboard.press("Control+v");
  await canvas.tab.locator(".note").waitFor();
  expect(await canvas.tab.locator(".note").innerText()).toContain(
    'The block "Residual" would contain itself.',
  );
  await canvas.tab.keyboard.press("Escape");
  await canvas.tab.evaluate((text) => host.type(text), cnn);
  await canvas.node("logits").waitFor();
  await canvas.focus();
  await canvas.tab.keyboard.press("Control+v");
  await canvas.node("stage").waitFor();
  expect(await canvas.edits(1)).toMatchObject([
    {
      kind: "add",
      nodes: [{ id: "stage", type: "Residual", params: { repeat: 3 } }],
      blocks: { Residual: { inputs: ["input"] } },
    },
  ]);
  await canvas.applied(1);
  await canvas.tab.keyboard.press("Control+z");
  await canvas.node("stage").waitFor({ state: "detached" });
  expect(await canvas.tab.evaluate(() => host.text)).toBe(cnn);
});

describe("making blocks", () => {
  const text = (canvas: CanvasDriver) => canvas.tab.evaluate(() => host.text);

  it("wraps a selection under a name that is asked for, and takes it apart again, with undo", async () => {
    const canvas = await open({ text: cnn });
    await canvas.clickNode("conv");
    await canvas.clickNode("relu", ["Shift"]);
    await canvas.tab.keyboard.press("Control+g");
    await canvas.tab.keyboard.type("Conv2d");
    await canvas.tab.keyboard.press("Enter");
    expect(await canvas.tab.getByRole("alert").innerText()).toContain("Conv2d");
    await canvas.tab.keyboard.press("Control+a");
    await canvas.tab.keyboard.type("Features");
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("features").waitFor();
    expect(await canvas.selected()).toEqual(["features"]);
    expect(await canvas.edits(1)).toEqual([
      { kind: "wrap", nodes: ["conv", "relu"], name: "Features", id: "features" },
    ]);
    await canvas.applied(1);
    const wrapped = await text(canvas);
    expect(await canvas.problemCount()).toBe(0);
    expect(await canvas.node("features").innerText()).toContain("16×28×28");
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("conv").waitFor();
    await canvas.tab.keyboard.press("Escape");
    await canvas.node("features").waitFor();
    await canvas.node("features").click({ button: "right" });
    await canvas.tab.getByRole("menuitem", { name: "Unwrap" }).click();
    await canvas.node("features").waitFor({ state: "detached" });
    await canvas.applied(2);
    expect(await canvas.problemCount()).toBe(0);
    await canvas.tab.keyboard.press("Control+z");
    await expect.poll(() => text(canvas)).toBe(wrapped);
    await canvas.tab.keyboard.press("Control+z");
    await expect.poll(() => text(canvas)).toBe(cnn);
    await canvas.node("conv").waitFor();
  });

  it("leaves a page whose block is undone", async () => {
    const canvas = await open({ text: cnn });
    await canvas.clickNode("conv");
    await canvas.tab.keyboard.press("Control+g");
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("block").waitFor();
    await canvas.applied(1);
    await canvas.node("block").dblclick();
    await canvas.tab.locator(".breadcrumb").waitFor();
    await canvas.tab.keyboard.press("Control+z");
    await canvas.tab.locator(".breadcrumb").waitFor({ state: "detached" });
    await canvas.node("logits").waitFor();
  });

  it("makes a field a parameter of the block, and changes parameters, ports and the name in the block's form", async () => {
    const canvas = await open();
    await canvas.node("stage").dblclick();
    await canvas.clickNode("conv");
    await canvas.tab.getByRole("button", { name: "Make kernelSize a Block Parameter" }).click();
    await expect.poll(() => canvas.field("kernelSize").inputValue()).toBe("$kernelSize");
    await canvas.focus();
    await canvas.field("channels").fill("12");
    await canvas.tab.keyboard.press("Enter");
    await canvas.tab.getByRole("textbox", { name: "Port name" }).first().fill("features");
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("features").waitFor();
    await canvas.tab.getByRole("textbox", { name: "Block name" }).fill("Stage");
    await canvas.tab.keyboard.press("Enter");
    await expect.poll(() => crumbs(canvas).innerText()).toContain("stage (Stage)");
    expect(await canvas.edits(4)).toEqual([
      { kind: "promote", block: "Residual", node: "conv", param: "kernelSize", name: "kernelSize" },
      { kind: "setParameter", block: "Residual", name: "channels", value: 12 },
      { kind: "setPorts", block: "Residual", inputs: ["features"] },
      { kind: "renameBlock", block: "Residual", to: "Stage" },
    ]);
    await canvas.applied(4);
    const { blocks: written } = JSON.parse(await text(canvas)) as { blocks: Record<string, unknown> };
    expect(written.Stage).toMatchObject({
      parameters: { channels: 12, stride: 1, kernelSize: 3 },
      inputs: ["features"],
      nodes: { conv: { kernelSize: "$kernelSize" } },
    });
  });
});

describe("the form of a node that shares weights", () => {
  const fold = (canvas: CanvasDriver) =>
    canvas.tab.locator(".inspector").getByRole("button", { name: "Repetition and Sharing" });
  const options = (canvas: CanvasDriver, name: string) =>
    canvas.tab.locator(`.inspector vscode-single-select[label="${name}"] vscode-option`).allInnerTexts();

  it("offers nodes of its type, and sets whose weights it uses or follows, each in one step", async () => {
    const canvas = await open();
    await canvas.clickNode("wide");
    await fold(canvas).click();
    expect((await options(canvas, "weightsOf")).map((text) => text.trim())).toEqual([
      ...["its own weights", "other/conv", "stem", "stage/0/conv", "stage/1/conv", "stage/2/conv"],
    ]);
    await canvas.choose("weightsOf", "stem");
    await canvas.applied(1);
    await canvas.choose("follows", "stem");
    await canvas.applied(2);
    await canvas.field("rate").fill("0.5");
    await canvas.tab.keyboard.press("Enter");
    await canvas.applied(3);
    await canvas.choose("when", "as a copy");
    await canvas.applied(4);
    await canvas.choose("follows", "no other node");
    await canvas.applied(5);
    const wide = { node: "wide", kind: "param" };
    expect(await canvas.edits(5)).toEqual([
      { ...wide, name: "weightsOf", value: "stem" },
      {
        kind: "all",
        edits: [
          { ...wide, name: "weightsOf" },
          { ...wide, name: "follows", value: { node: "stem", rate: 0.005 } },
        ],
      },
      { ...wide, name: "follows", value: { node: "stem", rate: 0.5 } },
      { ...wide, name: "follows", value: { node: "stem", every: 500 } },
      { ...wide, name: "follows" },
    ]);
    expect(await canvas.tab.evaluate(() => host.text)).toBe(blocks);
  });

  it("shows single weights, and what is wrong with them", async () => {
    const tied = blocks.replace(
      '"padding": 1 },\n    "stage"',
      '"padding": 1, "weightsOf": { "bias": "nowhere.bias" } },\n    "stage"',
    );
    const canvas = await open({ text: tied });
    await canvas.clickNode("wide");
    await expect.poll(() => canvas.field("bias").inputValue()).toBe("nowhere.bias");
    expect(await canvas.tab.locator(".inspector [role=alert]").innerText()).toContain("nowhere");
    await canvas.field("bias").fill("");
    await canvas.tab.keyboard.press("Enter");
    expect(await canvas.edits(1)).toEqual([{ kind: "param", node: "wide", name: "weightsOf" }]);
  });
});

it("draws shared and following weights as dashed links that are not wires", async () => {
  const shared = blocks
    .replace('"other": { "type": "Residual" }', '"other": { "type": "Residual", "weightsOf": "stage" }')
    .replace('"repeat": 3 }', '"repeat": 1 }')
    .replace(
      '"padding": 1 },\n    "stage"',
      '"padding": 1, "follows": { "node": "stem", "rate": 0.01 } },\n    "stage"',
    );
  const canvas = await open({ text: shared });
  const links = canvas.tab.locator(".sharing-link");
  await expect.poll(() => links.count()).toBe(2);
  expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute("data-kind")))).toEqual([
    ...["follows", "shares"],
  ]);
  expect(await links.locator("title").allTextContents()).toEqual([
    '"wide" follows "stem": after each step it moves towards it by a rate of 0.01.',
    '"other" uses the weights of "stage".',
  ]);
  await canvas.tab.mouse.move(0, 0);
  const { x, y } = await canvas.middle(links.first());
  await canvas.tab.mouse.click(x, y);
  expect(await canvas.tab.locator(".react-flow__edge.selected").count()).toBe(0);
});
