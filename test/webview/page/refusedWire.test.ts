import { describe, expect, it } from "vitest";
import { cnn } from "./models";
import { useCanvases } from "./useCanvases";

/** A wire that does not fit, or takes another one's place. */
const open = useCanvases(cnn);
const unflattened = cnn
  .replace('    "flatten": { "type": "Flatten" },\n', "")
  .replace('    "pool -> flatten",\n    "flatten -> logits",\n', "");

describe("a wire that does not fit", () => {
  it("offers what would make it fit where it is dropped, in one edit with it", async () => {
    const canvas = await open({ text: unflattened });
    const [from, to] = [
      await canvas.port("pool", "output", "source"),
      await canvas.port("loss", "input", "target"),
    ];
    await canvas.tab.evaluate(() => {
      host.text = host.text.replace('    "logits -> loss.input",\n', "");
      host.type(host.text);
    });
    await canvas.wire("logits.output->loss.input").waitFor({ state: "detached" });
    await canvas.drag(from, to);
    const hint = canvas.tab.locator(".wire-hint");
    // It says both shapes.
    await expect.poll(() => hint.innerText()).toMatch(/16.*14/);
    await canvas.tab.mouse.up();
    const dialog = canvas.tab.getByRole("dialog");
    await dialog.waitFor();
    const [first] = await dialog.getByRole("button").allInnerTexts();
    expect(first).toContain("Flatten");
    await canvas.tab.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await canvas.applied(1);
    const edges = await canvas.tab.evaluate(() => (JSON.parse(host.text) as { edges: string[] }).edges);
    expect(edges.some((edge) => edge.endsWith("-> loss.input"))).toBe(true);
    await canvas.tab.evaluate(() => host.undo());
    await canvas.tab.waitForFunction(() => !host.text.includes("-> loss.input"));
  });

  it("leaves the document alone when it is dismissed", async () => {
    const canvas = await open({ text: unflattened.replace('    "logits -> loss.input",\n', "") });
    const [from, to] = [
      await canvas.port("pool", "output", "source"),
      await canvas.port("loss", "input", "target"),
    ];
    await canvas.drag(from, to);
    await canvas.tab.mouse.up();
    const dialog = canvas.tab.getByRole("dialog");
    await dialog.waitFor();
    await canvas.tab.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await canvas.edits(0)).toEqual([]);
  });
});

it("a wire to an input that has one says what it replaces", async () => {
  const canvas = await open();
  const hint = canvas.tab.locator(".wire-hint");
  await canvas.drag(
    await canvas.port("digits", "image", "source"),
    await canvas.port("relu", "input", "target"),
  );
  await expect.poll(() => hint.innerText()).toBe("Replaces the wire from conv.output");
  expect(await hint.getAttribute("data-refused")).toBe("false");
  await canvas.tab.mouse.up();
  expect(await canvas.edits(1)).toEqual([{ kind: "connect", edge: "digits.image -> relu", replaces: 1 }]);
});
