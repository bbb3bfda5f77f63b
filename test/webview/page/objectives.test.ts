import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CanvasDriver } from "./CanvasDriver";
import { cnn } from "./models";
import { useCanvases } from "./useCanvases";

/** The form of the objectives and their marks on the canvas, with real mouse and keyboard input. */
const example = (name: string) => readFileSync(`examples/${name}.nn.json`, "utf8");
const gan = example("ring-gan");
const open = useCanvases(gan);
const withoutObjectives = gan.replace(/,\s*"objectives": \{[^]*?\n {4}\}/, "");

const section = (canvas: CanvasDriver) => canvas.tab.getByRole("region", { name: "Objectives" });
const button = (canvas: CanvasDriver, name: string) => section(canvas).getByRole("button", { name });
/** What unfolds an objective. */
const entry = (canvas: CanvasDriver, name: string) =>
  section(canvas).locator(`.objective > button:has(.objective-name:text-is("${name}"))`);
const body = (canvas: CanvasDriver, name: string) =>
  section(canvas).getByRole("group", { name, exact: true });
const pick = (canvas: CanvasDriver, list: "losses" | "updates", path: string) =>
  section(canvas).getByRole("group", { name: list, exact: true }).locator(`vscode-checkbox[title="${path}"]`);
const textbox = (canvas: CanvasDriver, name: string) =>
  section(canvas).getByRole("textbox", { name, exact: true });

async function type(canvas: CanvasDriver, name: string, text: string): Promise<void> {
  await textbox(canvas, name).click();
  await canvas.tab.keyboard.press("Control+a");
  await canvas.tab.keyboard.type(text);
  await canvas.tab.keyboard.press("Enter");
}

const text = (canvas: CanvasDriver) => canvas.tab.evaluate(() => host.text);
const written = async (canvas: CanvasDriver) =>
  (JSON.parse(await text(canvas)) as { training: { objectives?: unknown; watch?: string } }).training;

/** The nodes with marks, and the objectives in their tags. */
const marks = async (canvas: CanvasDriver) =>
  Object.fromEntries(
    await canvas.tab.locator(".react-flow__node:has(.objective-tags)").evaluateAll((nodes) =>
      nodes.map((node) => {
        const tags = [...node.querySelectorAll(".objective-tags li")];
        return [node.getAttribute("data-id") ?? "", tags.map((tag) => tag.textContent).join(" ")] as const;
      }),
    ),
  );

describe("the form of the objectives", () => {
  it("makes a GAN's objectives by picking losses and networks, each change an edit that undo takes back", async () => {
    const canvas = await open({ text: withoutObjectives });
    expect(await section(canvas).innerText()).toContain("All losses together train all weights");
    await button(canvas, "Add Objective").click();
    await body(canvas, "objective").waitFor();
    await pick(canvas, "losses", "fool").click();
    await section(canvas).getByText('No objective minimises "fool".').waitFor();
    await pick(canvas, "updates", "judge").click();
    await type(canvas, "Objective name", "discriminator");
    await button(canvas, "Add Objective").click();
    await body(canvas, "objective").waitFor();
    await pick(canvas, "updates", "generator").click();
    await type(canvas, "Objective name", "generator");
    await canvas.applied(7);
    expect(await text(canvas)).toBe(gan);
    await section(canvas).getByText("No objective minimises").waitFor({ state: "detached" });
    expect(await canvas.tab.locator(".note").count()).toBe(0);
    expect(await canvas.problemCount()).toBe(0);
    await canvas.focus();
    for (let undone = 0; undone < 7; undone++) await canvas.tab.keyboard.press("Control+z");
    await expect.poll(() => text(canvas)).toBe(withoutObjectives);
    await expect.poll(() => section(canvas).locator(".objective").count()).toBe(0);
  });

  it("makes an objective of each loss", async () => {
    const canvas = await open({ text: withoutObjectives });
    await button(canvas, "One Objective per Loss").click();
    await canvas.applied(1);
    expect((await written(canvas)).objectives).toEqual({
      real: { losses: ["real"] },
      fake: { losses: ["fake"] },
      fool: { losses: ["fool"] },
    });
    expect(await section(canvas).locator(".objective-name").allInnerTexts()).toEqual([
      "real",
      "fake",
      "fool",
    ]);
    expect(await button(canvas, "One Objective per Loss").count()).toBe(0);
  });

  it("sets weights, steps, epochs and an optimizer, and removes what is cleared", async () => {
    const canvas = await open();
    await entry(canvas, "generator").click();
    await type(canvas, "Weight of fool", "0.5");
    await type(canvas, "steps", "2");
    await type(canvas, "Last epoch", "50");
    await type(canvas, "First epoch", "11");
    await section(canvas).locator('vscode-single-select[label="optimizer"]').click();
    await section(canvas).getByRole("option", { name: "SGD" }).click();
    await type(canvas, "learningRate", "0.01");
    await canvas.applied(6);
    const { objectives } = await written(canvas);
    expect(objectives).toHaveProperty("generator", {
      losses: ["fool"],
      updates: ["generator"],
      weights: { fool: 0.5 },
      steps: 2,
      epochs: [11, 50],
      optimizer: { type: "SGD", learningRate: 0.01 },
    });
    await section(canvas).locator('vscode-single-select[label="optimizer"]').click();
    await section(canvas).getByRole("option", { name: "as above" }).click();
    await type(canvas, "First epoch", "x");
    expect(await section(canvas).getByRole("alert").innerText()).toContain("epochs");
    await canvas.tab.keyboard.press("Escape");
    await pick(canvas, "losses", "fool").click();
    await pick(canvas, "losses", "real").click();
    await pick(canvas, "updates", "generator").click();
    await canvas.applied(10);
    expect((await written(canvas)).objectives).toHaveProperty("generator", {
      losses: ["real"],
      steps: 2,
      epochs: [11, 50],
    });
  });

  it("is used with the keyboard: unfolds, picks, moves and removes, and keeps the focus", async () => {
    const canvas = await open({ text: example("digits-rbm-finetuning") });
    const { keyboard } = canvas.tab;
    await entry(canvas, "tuned").focus();
    await keyboard.press("Enter");
    await body(canvas, "tuned").waitFor();
    await keyboard.press("Tab");
    await keyboard.press("Tab");
    await keyboard.press("Space");
    await canvas.applied(1);
    expect((await written(canvas)).objectives).toHaveProperty("tuned.losses", ["classes", "rbm1"]);
    await button(canvas, "Move Up").focus();
    await keyboard.press("Enter");
    await canvas.applied(2);
    await expect.poll(() => canvas.tab.evaluate(() => document.activeElement?.textContent)).toBe("Move Up");
    await keyboard.press("Enter");
    await canvas.applied(3);
    await keyboard.press("Enter");
    expect(Object.keys((await written(canvas)).objectives as object)).toEqual(["tuned", "first", "second"]);
    await button(canvas, "Remove").focus();
    await keyboard.press("Enter");
    await canvas.applied(4);
    expect(await written(canvas)).toMatchObject({ objectives: { first: {}, second: {} } });
    expect((await written(canvas)).watch).toBeUndefined();
    expect(await canvas.tab.evaluate(() => document.activeElement?.textContent)).toBe("Add Objective");
    await canvas.focus();
    await keyboard.press("Control+z");
    await expect.poll(async () => (await written(canvas)).watch).toBe("validation.tuned/accuracy");
  });

  it("shows an objective's problems at its fields, and that there are some while it is folded", async () => {
    const canvas = await open({
      text: gan
        .replace('"updates": ["judge"]', '"updates": ["generatr"], "weights": { "fool": 2 }')
        .replace(
          '"losses": ["fool"], "updates": ["generator"]',
          '"losses": ["real"], "updates": ["generator"], "steps": 0',
        ),
    });
    await expect.poll(() => section(canvas).getByRole("img", { name: "has a problem" }).count()).toBe(2);
    await entry(canvas, "discriminator").click();
    const alerts = (group: string) =>
      section(canvas).getByRole("group", { name: group, exact: true }).getByRole("alert").allInnerTexts();
    expect(await alerts("updates")).toEqual(['There is no node "generatr". Did you mean "generator"?']);
    expect(await alerts("losses")).toEqual(['"fool" is not one of the losses of "discriminator".']);
    // What is not in the document can be removed.
    await pick(canvas, "updates", "generatr").click();
    await canvas.applied(1);
    await entry(canvas, "generator").click();
    await expect.poll(() => alerts("updates")).toEqual([expect.stringContaining("do not depend on")]);
    expect(await section(canvas).locator(".objective .field").getByRole("alert").allInnerTexts()).toEqual([
      'generator: "steps" must be at least 1, not 0.',
    ]);
    await type(canvas, "steps", "1");
    await expect.poll(() => section(canvas).locator(".field").getByRole("alert").count()).toBe(0);
  });

  it("picks nodes inside instances, and losses by their paths", async () => {
    const canvas = await open();
    await entry(canvas, "generator").click();
    await button(canvas, "Inside judge").click();
    await pick(canvas, "updates", "judge/hidden1").click();
    await canvas.applied(1);
    expect((await written(canvas)).objectives).toHaveProperty("generator.updates", [
      "generator",
      "judge/hidden1",
    ]);
    await pick(canvas, "updates", "judge").click();
    await canvas.applied(2);
    expect((await written(canvas)).objectives).toHaveProperty("generator.updates", ["generator", "judge"]);
    const within = pick(canvas, "updates", "judge/hidden1");
    await expect
      .poll(() => within.evaluate((box: HTMLInputElement) => [box.checked, box.disabled]))
      .toEqual([true, true]);
  });

  it("finds one of many nodes by its name", async () => {
    const linears = Array.from({ length: 150 }, (_, i) => `"l${i}": { "type": "Linear", "outFeatures": 2 }`);
    const many = cnn
      .replace('"nodes": {', `"nodes": { ${linears.join(", ")},`)
      .replace(
        '"epochs": 5,',
        '"objectives": { "only": { "losses": ["loss"], "updates": ["logits"] } }, "epochs": 5,',
      );
    const canvas = await open({ text: many });
    await entry(canvas, "only").click();
    await section(canvas).getByText("52 more: search for them.").waitFor();
    await textbox(canvas, "Search nodes").click();
    await canvas.tab.keyboard.type("L149");
    const boxes = section(canvas).locator(".pick-row vscode-checkbox");
    // The loss, what is picked, and what is found.
    await expect
      .poll(() => boxes.evaluateAll((all) => all.map((box) => box.getAttribute("title"))))
      .toEqual(["loss", "logits", "l149"]);
    await pick(canvas, "updates", "l149").click();
    await canvas.applied(1);
    expect((await written(canvas)).objectives).toHaveProperty("only.updates", ["logits", "l149"]);
  });

  it("picks what is watched from the figures of the run", async () => {
    const canvas = await open();
    await canvas.choose("watch", "validation.generator/loss");
    await canvas.applied(1);
    await entry(canvas, "generator").click();
    await type(canvas, "Objective name", "maker");
    await canvas.applied(2);
    expect((await written(canvas)).watch).toBe("validation.maker/loss");
    await body(canvas, "maker").waitFor();
  });

  it.each([
    [1400, "ring-gan"],
    [860, "ring-gan"],
    [860, "digits-rbm-finetuning"],
  ])("fits into the inspector's column at a width of %i (%s)", async (width, name) => {
    const canvas = await open({ text: example(name), width, language: "l10n/bundle.l10n.ko.json" });
    const entries = canvas.tab.locator(".objectives .objective > button");
    for (let place = 0; place < (await entries.count()); place++) {
      await entries.nth(place).click();
      const over = await canvas.tab.locator(".inspector").evaluate((inspector) => {
        const { right } = inspector.getBoundingClientRect();
        return [...inspector.querySelectorAll("*")]
          .filter((each) => each.getBoundingClientRect().right > right)
          .map((each) => `${each.className} ${each.tagName} ${each.id}`);
      });
      expect(over).toEqual([]);
    }
  });
});

describe("the marks of objectives on the canvas", () => {
  it("are those of all objectives, or of the one that is pointed at or unfolded", async () => {
    const canvas = await open();
    const all = {
      judge: "discriminator",
      real: "discriminator",
      fake: "discriminator",
      generator: "generator",
      fool: "generator",
    };
    await expect.poll(() => marks(canvas)).toEqual(all);
    expect(await canvas.node("judge").getByRole("listitem").getAttribute("aria-label")).toBe(
      "discriminator changes these weights",
    );
    expect(await canvas.node("real").getByRole("listitem").getAttribute("title")).toBe(
      "discriminator minimises this loss",
    );
    await entry(canvas, "generator").hover();
    await expect.poll(() => marks(canvas)).toEqual({ generator: "generator", fool: "generator" });
    await canvas.tab.mouse.move(600, 700);
    await expect.poll(() => marks(canvas)).toEqual(all);
    await entry(canvas, "discriminator").click();
    await canvas.tab.mouse.move(600, 700);
    await expect.poll(async () => Object.keys(await marks(canvas)).sort()).toEqual(["fake", "judge", "real"]);
  });

  it("are drawn inside an instance that is open, and touch no node whose marks stay the same", async () => {
    const canvas = await open();
    await canvas.node("judge").locator(".fold-button").click();
    await canvas.node("judge/hidden1").waitFor();
    await canvas.focus();
    await expect.poll(async () => (await marks(canvas))["judge/hidden1"]).toBe("discriminator");
    expect(await marks(canvas)).toMatchObject({ judge: "discriminator", "judge/out": "discriminator" });
    await canvas.tab.evaluate(() => {
      const changed = new Set<string>();
      new MutationObserver((records) => {
        for (const { target } of records) {
          const node = target instanceof Element && target.closest(".react-flow__node");
          if (node) changed.add(node.getAttribute("data-id") ?? "");
        }
      }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      Reflect.set(globalThis, "changed", changed);
    });
    await entry(canvas, "generator").hover();
    await expect.poll(async () => Object.keys(await marks(canvas)).sort()).toEqual(["fool", "generator"]);
    const changed = await canvas.tab.evaluate(() =>
      [...(Reflect.get(globalThis, "changed") as Set<string>)].sort(),
    );
    const hidden = ["judge/hidden1", "judge/hidden2", "judge/hidden3"];
    expect(changed).toEqual(["fake", "judge", ...hidden, "judge/out", "real"]);
  });

  it("has the colour of the form, and two of them where two objectives meet", async () => {
    const canvas = await open({ text: example("digits-rbm-finetuning") });
    await expect.poll(async () => (await marks(canvas)).rbm1).toBe("first tuned");
    const colours = async (locator: string, side: "borderLeftColor") =>
      canvas.tab
        .locator(locator)
        .evaluateAll((all, property) => all.map((each) => getComputedStyle(each)[property]), side);
    const inForm = await colours(".objectives .objective", "borderLeftColor");
    expect(new Set(inForm).size).toBe(3);
    expect(await colours('[data-id="rbm1"] .objective-outline', "borderLeftColor")).toEqual([
      inForm[0],
      inForm[2],
    ]);
  });

  it("are gone while a node's form is shown, and where there are no objectives", async () => {
    const canvas = await open();
    await expect.poll(async () => Object.keys(await marks(canvas)).length).toBe(5);
    await canvas.clickNode("noise");
    await expect.poll(() => marks(canvas)).toEqual({});
    const plain = await open({ text: cnn });
    await plain.tab.getByRole("region", { name: "Objectives" }).waitFor();
    expect(await marks(plain)).toEqual({});
  });
});
