import { beforeEach, describe, expect, it } from "vitest";
import type { Canvas } from "../../../../webview/canvas/state/createCanvas";
import { createCanvas } from "../../../../webview/canvas/state/createCanvas";
import { duplicateSelection } from "../../../../webview/canvas/state/clipboard";
import { renamedNode, wiringOf } from "../../../../webview/canvas/state/canvasState";
import { connect, dropLayer, removeSelection, rename } from "../../../../webview/canvas/state/gestures";
import { layersAt, likelyAt } from "../../../../webview/canvas/state/layersAt";
import { beginWire } from "../../../../webview/canvas/state/wiring";
import { layers } from "../../../../engine/layers";
import type { FromCanvas } from "../../../../webview/messages/canvas";

const text = `{
  "netloom": 1,
  "nodes": {
    "x": { "type": "Input", "shape": [4] },
    "hidden": { "type": "Linear", "outFeatures": 3 },
    "relu": { "type": "ReLU" }
  },
  "edges": ["x -> hidden", "hidden -> relu"]
}
`;

let canvas: Canvas;
let posted: FromCanvas[];
let version = 0;

function receive(document: string, answers = 0) {
  canvas.receive({
    kind: "document",
    text: document,
    version: ++version,
    answers,
    facts: {},
    dataProblems: [],
  });
}

const edits = () => posted.flatMap((message) => (message.kind === "edit" ? [message.edit] : []));

beforeEach(() => {
  posted = [];
  canvas = createCanvas((message) => posted.push(message));
  receive(text);
});

describe("an interaction", () => {
  it("replaces another one, and ends only itself", () => {
    canvas.set({ interaction: { kind: "renaming", node: "relu" } });
    expect(renamedNode(canvas.get())).toBe("relu");
    beginWire(canvas, { node: "x", port: "output", side: "output" });
    expect(renamedNode(canvas.get())).toBeUndefined();
    rename(canvas, "relu", "relu");
    canvas.end("dropping");
    expect(wiringOf(canvas.get())).toMatchObject({ node: "x", port: "output", pointed: undefined });
    canvas.end("wiring");
    expect(canvas.get().interaction).toBeUndefined();
  });
});

describe("the canvas", () => {
  it("reuses the objects of unchanged nodes and wires", () => {
    const before = canvas.get();
    receive(text.replace('"outFeatures": 3', '"outFeatures": 5'));
    const after = canvas.get();
    expect(after.nodes.find(({ id }) => id === "x")).toBe(before.nodes.find(({ id }) => id === "x"));
    expect(after.nodes.find(({ id }) => id === "hidden")).not.toBe(
      before.nodes.find(({ id }) => id === "hidden"),
    );
    expect(after.edges[0]).toBe(before.edges[0]);
    expect(after.edges[1]?.data?.wire.label).toBe("5");
  });

  it("does not render again for the host's answer to an edit that is already shown", () => {
    canvas.edit({ kind: "param", node: "hidden", name: "outFeatures", value: 7 });
    const drawn = canvas.get();
    receive(drawn.text, 1);
    expect(canvas.get().nodes).toBe(drawn.nodes);
    expect(canvas.get().session.pending).toEqual([]);
  });

  it("does not send an edit that does not fit the text, and says why", () => {
    canvas.edit({ kind: "rename", node: "hidden", to: "relu" });
    expect(edits()).toEqual([]);
    expect(canvas.get().note?.message).toContain('"relu"');
  });

  it("keeps the last graph while the text is invalid, and sends no edits", () => {
    receive("{ oh");
    expect(canvas.get().broken).toBeDefined();
    expect(canvas.get().nodes.map(({ id }) => id)).toEqual(["x", "hidden", "relu"]);
    canvas.edit({ kind: "remove", nodes: ["x"] });
    expect(edits()).toEqual([]);
    receive(text);
    expect(canvas.get().broken).toBeUndefined();
  });

  it("saves automatic positions with the first move, so that they stay", () => {
    const positions = canvas.get().nodes.map(({ id, position }) => [id, [position.x, position.y]]);
    canvas.changeNodes([{ id: "relu", type: "position", position: { x: 900.4, y: 5 }, dragging: false }]);
    canvas.commitMove(["relu"]);
    expect(edits()).toEqual([
      { kind: "move", layout: { ...Object.fromEntries(positions.slice(0, 2)), relu: [900, 5] } },
    ]);
  });

  it("keeps the position of a node that is being dragged when a new text arrives", () => {
    canvas.changeNodes([{ id: "relu", type: "position", position: { x: 50, y: 60 }, dragging: true }]);
    receive(text.replace('"outFeatures": 3', '"outFeatures": 4'));
    expect(canvas.get().nodes.find(({ id }) => id === "relu")?.position).toEqual({ x: 50, y: 60 });
  });

  it("sends a selection to the host once", () => {
    canvas.select(["relu"]);
    canvas.select(["relu"]);
    expect(posted).toEqual([{ kind: "selected", nodes: ["relu"] }]);
  });

  it("removes nodes with their wires in one edit", () => {
    canvas.select(["hidden"]);
    removeSelection(canvas);
    expect(edits()).toEqual([{ kind: "remove", nodes: ["hidden"], edges: [] }]);
    expect(canvas.get().edges).toEqual([]);
  });

  it("duplicates nodes next to the originals under new names, and selects the copies", () => {
    canvas.select(["hidden", "relu"]);
    duplicateSelection(canvas);
    expect(
      canvas
        .get()
        .nodes.filter(({ selected }) => selected)
        .map(({ id }) => id),
    ).toEqual(["hidden2", "relu2"]);
    expect(canvas.get().wires.has("hidden2.output->relu2.input")).toBe(true);
  });

  it("inserts a layer into a wire", () => {
    dropLayer(canvas, "Dropout", { x: 0, y: 400 }, "hidden.output->relu.input");
    expect([...canvas.get().wires.keys()].sort()).toEqual([
      "dropout.output->relu.input",
      "hidden.output->dropout.input",
      "x.output->hidden.input",
    ]);
  });

  describe("with an input of several wires", () => {
    const product = text.replace('"relu": { "type": "ReLU" }', '"product": { "type": "Multiply" }');
    const ends = [
      { node: "hidden", port: "output" },
      { node: "product", port: "input" },
    ] as const;
    const first = "hidden.output->product.input";
    beforeEach(() => {
      receive(product.replace("relu", "product"));
    });

    it("draws a second wire between the same ports, in one edit", () => {
      connect(canvas, ...ends);
      expect(edits()).toEqual([{ kind: "connect", edge: "hidden -> product", replaces: undefined }]);
      expect([...canvas.get().wires.keys()].slice(1)).toEqual([first, `${first}#2`]);
      expect(canvas.get().problems.filter(({ edge }) => edge !== undefined)).toEqual([]);
    });

    it("removes one of them and leaves the other, unselected", () => {
      connect(canvas, ...ends);
      canvas.changeEdges([{ id: first, type: "select", selected: true }]);
      removeSelection(canvas);
      expect(edits().at(-1)).toEqual({ kind: "remove", nodes: [], edges: [1] });
      expect(canvas.get().edges.map(({ id, selected }) => [id, selected ?? false])).toEqual([
        ["x.output->hidden.input", false],
        [first, false],
      ]);
    });

    it("changes nothing when a wire's end is put back", () => {
      connect(canvas, ...ends, 1);
      expect(edits()).toEqual([]);
      expect(canvas.get().note).toBeUndefined();
    });
  });

  it("rejects a cycle with a reason and sends nothing", () => {
    connect(canvas, { node: "relu", port: "output" }, { node: "hidden", port: "input" });
    expect(edits()).toEqual([]);
    expect(canvas.get().note?.message).toContain("hidden → relu → hidden");
  });

  it("replaces the wire of an input that accepts only one", () => {
    connect(canvas, { node: "x", port: "output" }, { node: "relu", port: "input" });
    expect(edits()).toEqual([{ kind: "connect", edge: "x -> relu", replaces: 1 }]);
  });

  it("knows which layers fit at the end of a wire", () => {
    const fitting = layersAt(
      canvas.get().page,
      { node: "relu", port: "output", side: "output" },
      layers.values(),
    );
    const types = fitting.map(({ type }) => type);
    expect(types).toContain("Linear");
    expect(types).toContain("MSELoss");
    expect(types).not.toContain("Conv2d");
    expect(types).not.toContain("Dataset");
  });

  it("suggests layers made for the shape at a wire's end first, then generally common ones", () => {
    const likely = (shape: string) => {
      receive(`{ "netloom": 1, "nodes": { "x": { "type": "Input", "shape": ${shape} } } }`);
      const end = { node: "x", port: "output", side: "output" } as const;
      const { page } = canvas.get();
      return likelyAt(page, end, layersAt(page, end, layers.values())).map(({ type }) => type);
    };
    expect(likely("[3, 28, 28]").slice(0, 5)).toEqual([
      "Conv2d",
      "MaxPool2d",
      "BatchNorm2d",
      "Linear",
      "ReLU",
    ]);
    expect(likely("[12, 8]")).toEqual(expect.arrayContaining(["Conv1d", "RNN", "MultiheadAttention"]));
    expect(likely("[12, 8]")).not.toContain("Conv2d");
    expect(likely("[64]")[0]).toBe("Linear");
  });

  it("knows the losses that accept labels", () => {
    receive('{ "netloom": 1, "nodes": { "y": { "type": "Input", "shape": [], "dtype": "int32" } } }');
    const end = { node: "y", port: "output", side: "output" } as const;
    const types = layersAt(canvas.get().page, end, layers.values()).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["CrossEntropyLoss", "NLLLoss"]));
    expect(types).not.toContain("MSELoss");
  });
});
