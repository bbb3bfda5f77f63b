import { describe, expect, it } from "vitest";
import type { CanvasDriver } from "./CanvasDriver";
import { blocks, cnn, deep } from "./models";
import { useCanvases } from "./useCanvases";

/** Two errors: a kernel that is larger than its image, and a shape that no loss takes. */
const wrong = cnn
  .replace('"kernelSize": 3', '"kernelSize": 40')
  .replace('"logits -> loss.input"', '"digits.image -> loss.input"');

const open = useCanvases(wrong);

const note = (canvas: CanvasDriver) => canvas.tab.locator(".note").innerText();
const tip = (canvas: CanvasDriver) => canvas.tab.locator(".problem-tip");

describe("F8 on the canvas", () => {
  it("goes from problem to problem and back, with the node selected and its message in the inspector", async () => {
    const canvas = await open();
    await canvas.focus();
    const count = await canvas.problemCount();
    expect(count).toBeGreaterThan(1);
    await canvas.tab.keyboard.press("F8");
    await expect.poll(() => canvas.selected()).toEqual(["conv"]);
    expect(await note(canvas)).toContain(`1 of ${count}`);
    expect(await canvas.tab.locator(".inspector").innerText()).toContain("40×40");
    await canvas.tab.keyboard.press("F8");
    await expect.poll(() => canvas.selected()).not.toEqual(["conv"]);
    expect(await note(canvas)).toContain(`2 of ${count}`);
    await canvas.tab.keyboard.press("Shift+F8");
    await expect.poll(() => canvas.selected()).toEqual(["conv"]);
  });

  it("opens the inspector, and brings a node into view that is far away", async () => {
    const canvas = await open({
      text: deep(200).replace('"outFeatures": 64 },\n    "layer199"', '"outFeatures": 0 },\n    "layer199"'),
    });
    await canvas.tab.locator(".inspector").getByRole("button", { name: "Hide Inspector" }).click();
    const { x, y } = await canvas.middle(canvas.tab.locator("main"));
    await canvas.tab.mouse.move(x, y);
    await canvas.tab.keyboard.down("Control");
    for (let i = 0; i < 6; i++) await canvas.tab.mouse.wheel(0, -400);
    await canvas.tab.keyboard.up("Control");
    await canvas.focus();
    await canvas.tab.keyboard.press("F8");
    await canvas.tab.locator(".inspector .problem-list, .inspector .field-message").first().waitFor();
    expect(await canvas.selected()).toEqual(["layer198"]);
    const stage = await canvas.box(canvas.tab.locator("main"));
    const node = await canvas.middle(canvas.node("layer198"));
    expect(Math.abs(node.x - (stage.x + stage.width / 2))).toBeLessThan(40);
    expect(Math.abs(node.y - (stage.y + stage.height / 2))).toBeLessThan(40);
  });

  it("opens the page of the block that a problem is in", async () => {
    const canvas = await open({
      text: blocks.replace(
        '"outChannels": "$channels", "kernelSize": 3, "stride"',
        '"outChannels": "$channels", "kernelSize": 99, "stride"',
      ),
    });
    await canvas.focus();
    await canvas.tab.keyboard.press("F8");
    await canvas.tab.locator(".breadcrumb").waitFor();
    expect(await canvas.selected()).toEqual(["conv"]);
    expect(await canvas.tab.locator(".inspector .form").innerText()).toContain("99");
  });

  it("is what the toolbar's badge does by a click", async () => {
    const canvas = await open();
    await canvas.tab.locator(".problems-button").click();
    await expect.poll(() => canvas.selected()).toEqual(["conv"]);
    await canvas.tab.locator(".problems-button").click();
    await expect.poll(() => canvas.selected()).not.toEqual(["conv"]);
  });

  it("can be asked for by the host, with a problem of the Problems panel too", async () => {
    const canvas = await open();
    await canvas.tab.evaluate(() => host.send({ kind: "do", command: "nextProblem" }));
    await expect.poll(() => canvas.selected()).toEqual(["conv"]);
    await canvas.tab.evaluate(() =>
      host.send({
        kind: "showProblem",
        problem: {
          code: "made",
          severity: "error",
          message: "Made up.",
          range: { offset: 0, length: 1 },
          node: "relu",
        },
      }),
    );
    await expect.poll(() => canvas.selected()).toEqual(["relu"]);
    expect(await note(canvas)).toContain("Made up.");
  });
});

describe("a selected wire with a problem", () => {
  it("has a form with its message", async () => {
    const canvas = await open();
    const { x, y } = await canvas.middleOfWire("digits.image->loss.input");
    await canvas.tab.mouse.click(x, y);
    await canvas.tab.locator(".inspector .problem-list").waitFor();
    expect(await canvas.tab.locator(".inspector .form h2").innerText()).toBe("digits.image -> loss.input");
  });
});

describe("the tip of a node's problems", () => {
  it("is as large at any zoom, and within the view", async () => {
    const canvas = await open();
    const sizes: number[] = [];
    for (const _ of [1, 2]) {
      await canvas.node("conv").locator(".badge").hover();
      await tip(canvas).waitFor();
      sizes.push(
        await tip(canvas)
          .locator("li")
          .evaluate((row) => parseFloat(getComputedStyle(row).fontSize)),
      );
      const { height } = await canvas.box(tip(canvas).locator("li"));
      sizes.push(height);
      const { x, y } = await canvas.middle(canvas.tab.locator("main"));
      await canvas.tab.mouse.move(x, y + 200);
      await tip(canvas).waitFor({ state: "detached" });
      await canvas.tab.keyboard.down("Control");
      await canvas.tab.mouse.wheel(0, 300);
      await canvas.tab.keyboard.up("Control");
    }
    expect(sizes.slice(0, 2)).toEqual(sizes.slice(2));
    expect(sizes[0]).toBe(12);
  });

  it("is put below the badge where there is no room above, and left of the edge", async () => {
    const canvas = await open({ width: 620, height: 480 });
    for (const id of ["conv", "loss"]) {
      await canvas.node(id).locator(".badge").hover();
      await tip(canvas).waitFor();
      const { x, y, width, height } = await canvas.box(tip(canvas));
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(620);
      expect(y + height).toBeLessThanOrEqual(480);
      const badge = await canvas.box(canvas.node(id).locator(".badge"));
      const overlaps = y < badge.y + badge.height - 1 && y + height > badge.y + 1;
      expect(overlaps).toBe(false);
      await canvas.tab.mouse.move(5, 475);
    }
  });

  it("opens by the keyboard, with fixes that can be reached and applied, and closes by Escape", async () => {
    const canvas = await open({
      text: cnn
        .replace('    "flatten": { "type": "Flatten" },\n', "")
        .replace('    "pool -> flatten",\n    "flatten -> logits",\n', '    "pool -> logits",\n')
        .replace('    "flatten": [300, 200],\n', ""),
    });
    const badge = canvas.node("loss").locator(".badge");
    const described = await badge.evaluate(
      (button) => document.getElementById(button.getAttribute("aria-describedby") ?? "")?.textContent,
    );
    expect(described).toMatch(/\w+ .*\./);
    await canvas.tab.locator(".problems-button").focus();
    const isOnBadge = () => badge.evaluate((button) => button === document.activeElement);
    for (let presses = 0; presses < 80 && !(await isOnBadge()); presses++)
      await canvas.tab.keyboard.press("Tab");
    expect(await isOnBadge()).toBe(true);
    const fix = tip(canvas).locator(".fix").first();
    await fix.waitFor();
    await canvas.tab.keyboard.press("Tab");
    const isOnFix = () => fix.evaluate((button) => button === document.activeElement);
    expect(await isOnFix()).toBe(true);
    await canvas.tab.keyboard.press("Escape");
    await tip(canvas).waitFor({ state: "detached" });
    expect(await isOnBadge()).toBe(true);
    await canvas.tab.keyboard.press("Shift+Tab");
    await canvas.tab.keyboard.press("Tab");
    await fix.waitFor();
    await canvas.tab.keyboard.press("Tab");
    await canvas.tab.keyboard.press("Enter");
    expect((await canvas.edits(1)).length).toBe(1);
    await expect.poll(() => canvas.problemCount()).toBe(0);
    expect(await tip(canvas).count()).toBe(0);
    expect(await canvas.tab.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
  });

  it("stays while the pointer goes from the badge to its fixes", async () => {
    const canvas = await open({
      text: cnn
        .replace('    "flatten": { "type": "Flatten" },\n', "")
        .replace('    "pool -> flatten",\n    "flatten -> logits",\n', '    "pool -> logits",\n')
        .replace('    "flatten": [300, 200],\n', ""),
    });
    await canvas.node("loss").locator(".badge").hover();
    const fix = tip(canvas).locator(".fix").first();
    await fix.waitFor();
    const from = await canvas.middle(canvas.node("loss").locator(".badge"));
    const to = await canvas.middle(fix);
    await canvas.tab.mouse.move(from.x, from.y);
    await canvas.tab.mouse.move(from.x, (from.y + to.y) / 2, { steps: 10 });
    await canvas.tab.mouse.move(to.x, to.y, { steps: 10 });
    await canvas.tab.mouse.down();
    await canvas.tab.mouse.up();
    expect((await canvas.edits(1)).length).toBe(1);
    await expect.poll(() => canvas.problemCount()).toBe(0);
  });
});
