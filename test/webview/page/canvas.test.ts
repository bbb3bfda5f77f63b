import { describe, expect, it } from "vitest";
import { newNode } from "../../../engine/document/newNode";
import { layers } from "../../../engine/layers";
import type { GraphEdit } from "../../../engine/document/edit";
import type { CanvasDriver } from "./CanvasDriver";
import { cnn, deep, optional, product } from "./models";
import { useCanvases } from "./useCanvases";

/** The canvas in a browser with real mouse and keyboard input; a fake host stands in for VS Code. */
const open = useCanvases(cnn);

const only = <K extends GraphEdit["kind"]>(edits: GraphEdit[], kind: K) =>
  edits.filter((edit): edit is Extract<GraphEdit, { kind: K }> => edit.kind === kind);

describe("building", () => {
  it("starts an empty document from a template in one edit", async () => {
    const canvas = await open({ text: "" });
    await canvas.tab.getByRole("button", { name: /MLP on digits/ }).click();
    await canvas.node("loss").waitFor();
    const edits = await canvas.edits(1);
    expect(only(edits, "add")[0]?.nodes.map(({ type }) => type)).toEqual([
      ...["Dataset", "Flatten", "Linear", "ReLU", "Linear", "CrossEntropyLoss"],
    ]);
    expect(await canvas.problemCount()).toBe(0);
  });

  it("adds a layer where it is dropped", async () => {
    const canvas = await open();
    await canvas.dragFromPalette("Softmax", { x: 500, y: 700 });
    await canvas.node("softmax").waitFor();
    const [add] = only(await canvas.edits(1), "add");
    const box = await canvas.box(canvas.node("softmax"));
    expect(add?.nodes).toEqual([{ id: "softmax", type: "Softmax", params: {} }]);
    expect(box.x + box.width / 2).toBeCloseTo(500, -1);
    expect(box.y + box.height / 2).toBeCloseTo(700, -1);
  });

  it("inserts a layer into the wire it is dropped on, and makes room for it", async () => {
    const canvas = await open();
    const [relu, pool] = [await canvas.box(canvas.node("relu")), await canvas.box(canvas.node("pool"))];
    await canvas.dragFromPalette("Dropout", {
      x: (relu.x + relu.width + pool.x) / 2,
      y: relu.y + relu.height / 2,
    });
    await canvas.node("dropout").waitFor();
    const [add] = only(await canvas.edits(1), "add");
    expect(add?.edges).toEqual(["relu -> dropout", "dropout -> pool"]);
    expect(add?.replaces).toEqual([2]);
    const [dropout, moved] = [
      await canvas.box(canvas.node("dropout")),
      await canvas.box(canvas.node("pool")),
    ];
    expect(dropout.x).toBeGreaterThan(relu.x + relu.width);
    expect(moved.x).toBeGreaterThan(dropout.x + dropout.width);
  });

  it("adds a layer after the selected node by keyboard", async () => {
    const canvas = await open();
    await canvas.clickNode("logits");
    await canvas.tab.keyboard.press("a");
    await canvas.tab.keyboard.type("soft");
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("softmax").waitFor();
    expect(only(await canvas.edits(1), "add")[0]?.edges).toEqual(["logits -> softmax"]);
  });

  it("adds a layer in the middle of the view if nothing is selected", async () => {
    const canvas = await open({ text: "" });
    await canvas.tab.keyboard.press("/");
    await canvas.tab.keyboard.type("lin");
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("linear").waitFor();
    const [box, stage] = [
      await canvas.box(canvas.node("linear")),
      await canvas.box(canvas.tab.locator("main")),
    ];
    expect(box.x + box.width / 2).toBeCloseTo(stage.x + stage.width / 2, -1);
  });
});

describe("wiring", () => {
  it("draws a wire from handle to handle", async () => {
    const canvas = await open({ text: cnn.replace('    "logits -> loss.input",\n', "") });
    await canvas.drag(
      await canvas.port("logits", "output", "source"),
      await canvas.port("loss", "input", "target"),
    );
    await canvas.tab.mouse.up();
    expect(await canvas.edits(1)).toEqual([{ kind: "connect", edge: "logits -> loss.input" }]);
    expect(await canvas.problemCount()).toBe(0);
  });

  it("draws a wire twice into an input of several, and removes either of the two, with undo", async () => {
    const canvas = await open({ text: product });
    const first = "scores.output->product.input";
    const second = `${first}#2`;
    const wires = () =>
      canvas.tab.evaluate(() => {
        const { edges } = JSON.parse(host.text) as { edges: string[] };
        return edges.filter((edge) => edge === "scores -> product").length;
      });
    const select = async (wire: string) => {
      const { x, y } = await canvas.middleOfWire(wire);
      await canvas.tab.mouse.click(x, y);
      await canvas.wire(wire).and(canvas.tab.locator(".selected")).waitFor();
      expect(await canvas.tab.locator(".react-flow__edge.selected").count()).toBe(1);
    };
    await canvas.drag(
      await canvas.port("scores", "output", "source"),
      await canvas.port("product", "input", "target"),
    );
    await canvas.tab.mouse.up();
    expect(await canvas.edits(1)).toEqual([{ kind: "connect", edge: "scores -> product" }]);
    await canvas.wire(second).waitFor();
    expect(await canvas.problemCount()).toBe(0);
    await canvas.applied(1);
    expect(await wires()).toBe(2);

    // The two are at 1 and 4 in `edges`.
    for (const [wire, index] of [
      [second, 4],
      [first, 1],
    ] as const) {
      await select(wire);
      await canvas.tab.keyboard.press("Delete");
      await canvas.wire(second).waitFor({ state: "detached" });
      await canvas.applied(2);
      expect((await canvas.edits(1)).at(-1)).toEqual({ kind: "remove", nodes: [], edges: [index] });
      expect(await wires()).toBe(1);
      expect(await canvas.wire(first).count()).toBe(1);
      expect(await canvas.tab.locator(".react-flow__edge.selected").count()).toBe(0);
      await canvas.tab.keyboard.press("Control+z");
      await canvas.wire(second).waitFor();
      expect(await wires()).toBe(2);
    }
    await canvas.tab.keyboard.press("Control+z");
    await canvas.wire(second).waitFor({ state: "detached" });
    expect(await canvas.tab.evaluate(() => host.text)).toBe(product);
  });

  it("says why a wire does not fit, before and after it is dropped", async () => {
    const canvas = await open();
    await canvas.drag(
      await canvas.port("conv", "output", "source"),
      await canvas.port("loss", "target", "target"),
    );
    const hint = canvas.tab.locator(".wire-hint");
    await hint.waitFor();
    const reason = await hint.innerText();
    expect(reason).toContain("int32");
    await canvas.tab.mouse.up();
    await canvas.tab.locator(".note").waitFor();
    expect(await canvas.tab.locator(".note").innerText()).toContain(reason);
    expect(await canvas.edits(0)).toEqual([]);
  });

  it("shows at every handle whether the wire fits", async () => {
    const canvas = await open();
    await canvas.drag(await canvas.port("pool", "output", "source"), { x: 640, y: 720 });
    const verdict = (node: string, port: string) =>
      canvas.node(node).locator(`.port.target[data-handleid="${port}"]`).getAttribute("data-verdict");
    await expect.poll(() => verdict("loss", "target")).toBe("refuses");
    // It would close a cycle.
    await expect.poll(() => verdict("conv", "input")).toBe("refuses");
    await canvas.tab.mouse.up();
  });

  it("suggests fitting layers when a wire is dropped on the empty canvas", async () => {
    const canvas = await open();
    await canvas.drag(await canvas.port("pool", "output", "source"), { x: 900, y: 700 });
    await canvas.tab.mouse.up();
    const quick = canvas.tab.getByRole("dialog");
    await quick.waitFor();
    // They need a sequence, not an image.
    expect(await quick.locator('[data-entry="recurrent"]').count()).toBe(0);
    // The layers that are most common there come before all categories, with the first one selected.
    const first = await quick.locator(".palette-likely .palette-item").allTextContents();
    expect(first.slice(0, 3)).toEqual(["Conv2d", "MaxPool2d", "BatchNorm2d"]);
    expect(await quick.locator('[aria-selected="true"]').allTextContents()).toEqual(["Conv2d"]);
    expect(await quick.locator('.palette-group[aria-expanded="true"]').count()).toBe(0);
    await quick.locator('.palette-group[data-entry="pooling"]').click();
    await quick.locator('[data-entry="AvgPool2d"]').waitFor();
    await canvas.tab.keyboard.type("conv");
    await quick.locator('[data-type="Conv2d"]').waitFor();
    await canvas.tab.keyboard.press("Enter");
    await canvas.node("conv2").waitFor();
    expect(only(await canvas.edits(1), "add")[0]?.edges).toEqual(["pool -> conv2"]);
  });
});

describe("optional ports", () => {
  const handle = (canvas: CanvasDriver, node: string, port: string) =>
    canvas.node(node).locator(`.port[data-handleid="${port}"]`);

  it("open below a selected node by its tab without resizing it, and stay visible if connected", async () => {
    const canvas = await open({ text: optional });
    const size = await canvas.box(canvas.node("pool"));
    expect(size.height).toBeLessThan(30);
    expect(await handle(canvas, "pool", "indices").count()).toBe(0);
    await canvas.clickNode("pool");
    const tab = canvas.node("pool").locator(".spare-tab");
    await tab.click();
    await handle(canvas, "pool", "indices").waitFor();
    // It closes when the node is selected again or together with another.
    await canvas.clickNode("unpool", ["Shift"]);
    await expect.poll(() => handle(canvas, "pool", "indices").count()).toBe(0);
    await canvas.focus();
    await canvas.clickNode("pool");
    expect(await tab.innerText()).toBe("+1");
    await tab.click();
    expect(await canvas.box(canvas.node("pool"))).toEqual(size);

    await canvas.drag(
      await canvas.port("pool", "indices", "source"),
      await canvas.port("unpool", "indices", "target"),
    );
    await canvas.tab.mouse.up();
    expect(await canvas.edits(1)).toEqual([{ kind: "connect", edge: "pool.indices -> unpool.indices" }]);
    await canvas.focus();
    await expect.poll(() => canvas.selected()).toEqual([]);
    await canvas.tab.mouse.move(20, 700);
    await canvas.wireReaches("pool.indices->unpool.indices");
  });

  it("open while a wire is dragged over the node, and accept it", async () => {
    const canvas = await open({ text: optional });
    const size = await canvas.box(canvas.node("lstm"));
    await canvas.drag(
      await canvas.port("state", "output", "source"),
      await canvas.middle(canvas.node("lstm")),
    );
    await handle(canvas, "lstm", "hidden0").waitFor();
    expect(await canvas.box(canvas.node("lstm"))).toEqual(size);
    expect(await handle(canvas, "gru", "hidden0").count()).toBe(0);
    const { x, y } = await canvas.port("lstm", "hidden0", "target");
    await canvas.tab.mouse.move(x, y, { steps: 4 });
    await canvas.tab.mouse.up();
    expect(await canvas.edits(1)).toEqual([{ kind: "connect", edge: "state -> lstm.hidden0" }]);
    // The port is now on the card, in the same row as the outputs.
    await canvas.wireReaches("state.output->lstm.hidden0");
    expect(await handle(canvas, "lstm", "cell0").count()).toBe(0);
  });
});

describe("nodes", () => {
  it("have room for the text of every layer as added from the palette", async () => {
    const types = [...layers.keys()];
    const cut: string[] = [];
    // In large graphs, only visible nodes are rendered.
    for (let from = 0; from < types.length; from += 100) {
      const ids = new Set<string>();
      const nodes = types.slice(from, from + 100).map((type) => {
        const { id, params } = newNode(ids, type);
        ids.add(id);
        return [id, { type, ...params }] as const;
      });
      const text = JSON.stringify({ netloom: 1, nodes: Object.fromEntries(nodes), edges: [] });
      const canvas = await open({ text });
      expect(await canvas.tab.locator(".node").count()).toBe(ids.size);
      const words = canvas.tab.locator(".node").locator(".node-name, .node-type, .chip-value");
      cut.push(
        ...(await words.evaluateAll((all) =>
          all.flatMap((word) => (word.scrollWidth > word.clientWidth ? [word.textContent] : [])),
        )),
      );
    }
    expect(cut).toEqual([]);
  });
});

describe("the palette", () => {
  const items = (canvas: CanvasDriver) =>
    canvas.tab.locator(".palette .palette-item").evaluateAll((all) => all.map((item) => item.textContent));

  it("collapses and expands by mouse and keyboard, and adds the layer selected by keyboard", async () => {
    const canvas = await open();
    expect(await items(canvas)).not.toContain("Softmax");
    const activation = canvas.tab.locator('.palette-group[data-entry="activation"]');
    await activation.click();
    expect(await items(canvas)).toContain("Softmax");
    await activation.click();
    expect(await items(canvas)).not.toContain("Softmax");

    await canvas.tab.locator(".palette-search").click();
    // The last category contains the losses.
    await canvas.tab.keyboard.press("ArrowUp");
    await canvas.tab.keyboard.press("ArrowUp");
    expect(await canvas.tab.locator('.palette-group[aria-selected="true"]').count()).toBe(1);
    await canvas.tab.keyboard.press("ArrowRight");
    await canvas.tab.keyboard.press("ArrowDown");
    const type = await canvas.tab.locator('.palette-item[aria-selected="true"]').getAttribute("data-type");
    expect(await canvas.tab.locator(".palette-summary").textContent()).not.toBe("");
    await canvas.tab.keyboard.press("Enter");
    expect(only(await canvas.edits(1), "add")[0]?.nodes.map((node) => node.type)).toEqual([type]);
    await canvas.tab.locator(".palette-search").click();
    await canvas.tab.keyboard.press("ArrowLeft");
    await canvas.tab.keyboard.press("ArrowLeft");
    expect(await items(canvas)).not.toContain(type);
  });

  it("searches collapsed categories, and by what a layer does", async () => {
    const canvas = await open();
    await canvas.tab.locator(".palette-search").click();
    await canvas.tab.keyboard.type("overfitting");
    await expect.poll(() => items(canvas)).toContain("Dropout");
    await canvas.tab.keyboard.press("Escape");
    await expect.poll(() => items(canvas)).not.toContain("Dropout");
  });
});

describe("arranging", () => {
  it("moves the selected nodes together in one edit", async () => {
    const canvas = await open();
    await canvas.clickNode("relu");
    await canvas.clickNode("pool", ["Shift"]);
    const from = await canvas.middle(canvas.node("pool"));
    await canvas.drag(from, { x: from.x + 30, y: from.y + 50 });
    await canvas.tab.mouse.up();
    const [move] = only(await canvas.edits(1), "move");
    expect(Object.keys(move?.layout ?? {}).sort()).toEqual(["pool", "relu"]);
  });

  it("nudges with the arrow keys, as one edit however often the key repeats", async () => {
    const canvas = await open();
    await canvas.clickNode("flatten");
    for (let press = 0; press < 5; press++) await canvas.tab.keyboard.down("ArrowRight");
    await canvas.tab.keyboard.up("ArrowRight");
    expect(await canvas.edits(1)).toEqual([{ kind: "move", layout: { flatten: [340, 200] } }]);
  });

  it("tidies in one edit", async () => {
    const canvas = await open();
    await canvas.tab.getByRole("button", { name: "Tidy" }).click();
    const [move] = only(await canvas.edits(1), "move");
    expect(Object.keys(move?.layout ?? {}).length).toBeGreaterThan(4);
  });

  it("selects with a box and deletes", async () => {
    const canvas = await open();
    const box = await canvas.box(canvas.node("relu"));
    await canvas.drag(
      { x: box.x - 15, y: box.y - 30 },
      { x: box.x + box.width + 15, y: box.y + box.height + 20 },
    );
    await canvas.tab.mouse.up();
    await canvas.tab.keyboard.press("Delete");
    expect(await canvas.edits(1)).toEqual([{ kind: "remove", nodes: ["relu"], edges: [] }]);
    expect(await canvas.node("relu").count()).toBe(0);
  });

  it("copies and pastes the selected nodes with the wires between them", async () => {
    const canvas = await open();
    await canvas.clickNode("relu");
    await canvas.clickNode("pool", ["Shift"]);
    await canvas.tab.keyboard.press("Control+d");
    await canvas.node("relu2").waitFor();
    const [add] = only(await canvas.edits(1), "add");
    expect(add?.edges).toEqual(["relu2 -> pool2"]);
    expect(await canvas.selected()).toEqual(["pool2", "relu2"]);
  });

  it("selects every node with Ctrl+A, and leaves Ctrl+Z to the host", async () => {
    const canvas = await open();
    await canvas.focus();
    await canvas.tab.keyboard.press("Control+a");
    expect((await canvas.selected()).length).toBe(7);
    await canvas.tab.keyboard.press("Delete");
    await canvas.applied(1);
    await canvas.tab.keyboard.press("Control+z");
    await canvas.node("conv").waitFor();
  });
});

describe("editing", () => {
  it("renames in place with F2", async () => {
    const canvas = await open();
    await canvas.clickNode("conv");
    await canvas.tab.keyboard.press("F2");
    await canvas.tab.keyboard.type("edges");
    await canvas.tab.keyboard.press("Enter");
    expect(await canvas.edits(1)).toEqual([{ kind: "rename", node: "conv", to: "edges" }]);
    await canvas.node("edges").waitFor();
    expect(await canvas.selected()).toEqual(["edges"]);
  });

  it("ends renaming when a layer is dragged from the palette", async () => {
    const canvas = await open();
    await canvas.clickNode("relu");
    await canvas.tab.keyboard.press("F2");
    await canvas.tab.keyboard.type("bend");
    await canvas.dragFromPalette("Softmax", { x: 500, y: 700 });
    await canvas.node("softmax").waitFor();
    await canvas.node("bend").waitFor();
    expect((await canvas.edits(2)).map(({ kind }) => kind)).toEqual(["rename", "add"]);
    expect(await canvas.tab.locator(".node-rename").count()).toBe(0);
  });

  it("changes a parameter on the card", async () => {
    const canvas = await open();
    await canvas
      .node("conv")
      .getByRole("button", { name: /out 16/ })
      .click();
    await canvas.tab.keyboard.type("32");
    await canvas.tab.keyboard.press("Enter");
    expect(await canvas.edits(1)).toEqual([{ kind: "param", node: "conv", name: "outChannels", value: 32 }]);
  });

  it("sends one edit per field, and none for invalid text", async () => {
    const canvas = await open();
    await canvas.clickNode("conv");
    const field = canvas.field("kernelSize");
    await field.fill("none");
    await field.press("Enter");
    await canvas.tab.getByRole("alert").waitFor();
    expect(await canvas.edits(0)).toEqual([]);
    await field.fill("5 × 3");
    await field.press("Enter");
    expect(await canvas.edits(1)).toEqual([
      { kind: "param", node: "conv", name: "kernelSize", value: [5, 3] },
    ]);
    await canvas.clickNode("relu");
    expect((await canvas.edits(1)).length).toBe(1);
  });

  it("sets an initializer and its parameters in a collapsible section", async () => {
    const canvas = await open();
    await canvas.clickNode("conv");
    const unfold = canvas.tab.getByRole("button", { name: "Initialisation and training" });
    expect(await canvas.field("learningRateFactor").count()).toBe(0);
    await unfold.click();
    await canvas.field("learningRateFactor").waitFor();
    await canvas.choose("weightInit", "kaimingNormal");
    await canvas.choose("mode", "fanOut");
    await canvas.choose("weightInit", "default");
    await canvas.field("weightDecay").fill("0.1");
    await canvas.field("weightDecay").press("Enter");
    await canvas.field("weightDecay").fill("");
    await canvas.field("weightDecay").press("Enter");
    expect(await canvas.edits(5)).toEqual([
      { kind: "param", node: "conv", name: "weightInit", value: "kaimingNormal" },
      { kind: "param", node: "conv", name: "weightInit", value: { type: "kaimingNormal", mode: "fanOut" } },
      { kind: "param", node: "conv", name: "weightInit" },
      { kind: "param", node: "conv", name: "weightDecay", value: 0.1 },
      { kind: "param", node: "conv", name: "weightDecay" },
    ]);
  });

  it("undoes typing in a field without undoing edits", async () => {
    const canvas = await open();
    await canvas.clickNode("logits");
    const field = canvas.field("outFeatures");
    await field.fill("20");
    await field.press("Enter");
    await canvas.edits(1);
    await field.click();
    await field.press("End");
    await canvas.tab.keyboard.type("7");
    await canvas.tab.keyboard.press("Control+z");
    // The field handled the key, so the document still has the value entered before.
    expect(await canvas.tab.evaluate(() => host.text)).toContain('"outFeatures": 20');
  });

  it("changes the training settings if nothing is selected", async () => {
    const canvas = await open();
    const field = canvas.field("epochs");
    await field.fill("12");
    await field.press("Enter");
    expect(await canvas.edits(1)).toEqual([{ kind: "training", path: ["epochs"], value: 12 }]);
  });

  it("adds a schedule and clipping with their parameters, and removes them", async () => {
    const canvas = await open();
    await canvas.choose("schedule", "StepLR");
    await canvas.field("stepSize").fill("5");
    await canvas.field("stepSize").press("Enter");
    await canvas.choose("every", "step");
    await canvas.choose("clipping", "value");
    await canvas.field("limit").fill("0.5");
    await canvas.field("limit").press("Enter");
    await canvas.choose("schedule", "none");
    expect(await canvas.field("stepSize").count()).toBe(0);
    expect(await canvas.edits(6)).toEqual([
      { kind: "training", path: ["schedule", "type"], value: "StepLR" },
      { kind: "training", path: ["schedule", "stepSize"], value: 5 },
      { kind: "training", path: ["schedule", "every"], value: "step" },
      { kind: "training", path: ["clipping", "type"], value: "value" },
      { kind: "training", path: ["clipping", "limit"], value: 0.5 },
      { kind: "training", path: ["schedule"] },
    ]);
    await canvas.applied(6);
    const text = await canvas.tab.evaluate(() => host.text);
    expect(text).toContain('"clipping": { "type": "value", "limit": 0.5 }');
    expect(text).not.toContain("schedule");
    await canvas.choose("optimizer", "LBFGS");
    await canvas.field("historySize").waitFor();
  });

  it("does not handle keys that are pressed in the inspector's controls", async () => {
    const canvas = await open();
    await canvas.clickNode("conv");
    await canvas.tab.locator(".inspector .type-row vscode-single-select").focus();
    await canvas.tab.keyboard.press("ArrowDown");
    await canvas.tab.keyboard.press("Escape");
    await canvas.tab.locator(".inspector vscode-checkbox").first().focus();
    await canvas.tab.keyboard.press("Delete");
    await canvas.tab.keyboard.press("Space");
    expect(await canvas.edits(1)).toEqual([{ kind: "param", node: "conv", name: "bias", value: false }]);
  });

  it("shows a problem on its node and next to its field", async () => {
    const canvas = await open({ text: cnn.replace('"kernelSize": 3', '"kernelSize": 40') });
    expect(await canvas.problemCount()).toBe(1);
    await canvas.node("conv").locator(".badge").click();
    expect(await canvas.selected()).toEqual(["conv"]);
    expect(await canvas.tab.locator(".field-message").innerText()).toContain("40×40");
  });
});

describe("fixes", () => {
  const broken = cnn
    .replace('    "flatten": { "type": "Flatten" },\n', "")
    .replace('    "pool -> flatten",\n    "flatten -> logits",\n', '    "pool -> logits",\n')
    .replace('    "flatten": [300, 200],\n', "");

  it("resolve a shape mismatch with a click, as one edit and one undo step", async () => {
    const canvas = await open({ text: broken });
    expect(await canvas.problemCount()).toBe(1);
    await canvas.node("loss").locator(".badge").click();
    const fixes = canvas.tab.locator(".inspector .fix");
    await fixes.first().waitFor();
    // They are below the problem and above the fields.
    const [problem, fix, field] = await Promise.all([
      canvas.box(canvas.tab.locator(".inspector .problem-list")),
      canvas.box(fixes.first()),
      canvas.box(canvas.tab.locator(".inspector .field").nth(1)),
    ]);
    expect(fix.y).toBeGreaterThanOrEqual(problem.y + problem.height);
    expect(field.y).toBeGreaterThanOrEqual(fix.y + fix.height);

    await fixes.first().click();
    expect((await canvas.edits(1)).length).toBe(1);
    await expect.poll(() => canvas.problemCount()).toBe(0);
    expect(await fixes.count()).toBe(0);
    expect(await canvas.tab.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
    await canvas.applied(1);
    await canvas.tab.keyboard.press("Control+z");
    await expect.poll(() => canvas.problemCount()).toBe(1);
    expect(await canvas.tab.evaluate(() => host.text)).toBe(broken);
  });

  it("are not offered for problems that they cannot resolve", async () => {
    const canvas = await open({ text: cnn.replace('    "logits -> loss.input",\n', "") });
    await canvas.node("loss").locator(".badge").click();
    await canvas.tab.locator(".inspector .problem-list").waitFor();
    expect(await canvas.tab.locator(".inspector .fix").count()).toBe(0);
  });
});

describe("updates from the host", () => {
  it("shows an edit before the host has answered", async () => {
    const canvas = await open();
    await canvas.tab.evaluate(() => {
      host.delay = 60_000;
    });
    await canvas.dragFromPalette("Tanh", { x: 500, y: 720 });
    await canvas.node("tanh").waitFor();
    expect(await canvas.tab.evaluate(() => host.text.includes("Tanh"))).toBe(false);
  });

  it("reverts an edit that the host rejects, and says why", async () => {
    const canvas = await open();
    await canvas.tab.evaluate(() => {
      host.refuse = "The file is read-only.";
    });
    await canvas.dragFromPalette("Tanh", { x: 500, y: 720 });
    await canvas.tab.getByText("The file is read-only.").waitFor();
    expect(await canvas.node("tanh").count()).toBe(0);
  });

  it("shows edits of the text, and keeps the last graph while the text is invalid", async () => {
    const canvas = await open();
    await canvas.tab.evaluate(() =>
      host.type(host.text.replace('"relu": { "type": "ReLU" }', '"relu": { "type": "Tanh" }')),
    );
    await canvas.node("relu").getByText("Tanh").waitFor();
    await canvas.tab.evaluate(() => host.type(`${host.text.slice(0, 60)}, ,`));
    await canvas.tab.getByRole("button", { name: "Go to Error" }).click();
    const posted = await canvas.tab.evaluate(() => host.posted.at(-1));
    expect(posted).toMatchObject({ kind: "reveal" });
    expect(await canvas.node("loss").count()).toBe(1);
  });

  it("shows the run: progress, loss and available commands", async () => {
    const canvas = await open();
    await canvas.tab.getByRole("button", { name: "Train" }).click();
    expect(await canvas.tab.evaluate(() => host.posted.at(-1))).toEqual({
      kind: "command",
      command: "train",
    });
    const run = {
      id: "7",
      epoch: 1,
      epochs: 5,
      step: 40,
      steps: 400,
      loss: 0.125,
      recentLoss: [2, 1, 0.5],
      device: undefined,
    };
    await canvas.tab.evaluate((view) => host.send({ kind: "run", run: { ...view, status: "running" } }), run);
    await canvas.tab.getByText("step 40 of 400").waitFor();
    await canvas.node("loss").getByText("0.125").waitFor();
    await canvas.tab.getByRole("button", { name: "Pause" }).click();
    expect(await canvas.tab.evaluate(() => host.posted.at(-1))).toEqual({
      kind: "command",
      command: "pause",
      run: "7",
    });
    // There may be no checkpoint yet.
    expect(await canvas.tab.getByRole("button", { name: "Predict" }).count()).toBe(0);
    await canvas.tab.evaluate(
      (view) => host.send({ kind: "run", run: { ...view, status: "completed" } }),
      run,
    );
    await canvas.tab.getByRole("button", { name: "Predict" }).click();
    expect(await canvas.tab.evaluate(() => host.posted.at(-1))).toEqual({
      kind: "command",
      command: "predict",
      run: "7",
    });
  });
});

describe("300 layers", () => {
  it("only updates the position of the node that is dragged", async () => {
    const canvas = await open({ text: deep(300) });
    await canvas.tab.getByRole("button", { name: "Reset Zoom" }).click();
    const visible = canvas.tab.locator(".react-flow__node").nth(4);
    const from = await canvas.middle(visible);
    await canvas.tab.mouse.move(from.x, from.y);
    await canvas.tab.mouse.down();
    await canvas.tab.mouse.move(from.x + 10, from.y + 10, { steps: 4 });
    await canvas.tab.evaluate(() => {
      const changed: string[] = [];
      const observer = new MutationObserver((list) => {
        for (const { target } of list) {
          const node = (target instanceof Element ? target : target.parentElement)?.closest(
            ".react-flow__node",
          );
          // The wrapper's style holds its position.
          if (node && target !== node) changed.push(node.getAttribute("data-id") ?? "");
        }
      });
      observer.observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
      Object.assign(globalThis, { changed });
    });
    await canvas.tab.mouse.move(from.x + 80, from.y + 60, { steps: 20 });
    const changed = await canvas.tab.evaluate(() => Reflect.get(globalThis, "changed") as string[]);
    await canvas.tab.mouse.up();
    expect(changed).toEqual([]);
    expect((await canvas.edits(1)).length).toBe(1);
  });
});
