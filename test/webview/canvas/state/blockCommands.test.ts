import { beforeEach, describe, expect, it } from "vitest";
import { ableCommands, runBlockCommand } from "../../../../webview/canvas/state/blockCommands";
import { selectedNodes } from "../../../../webview/canvas/state/canvasState";
import { createCanvas, type Canvas } from "../../../../webview/canvas/state/createCanvas";
import type { FromCanvas } from "../../../../webview/messages/canvas";

const text = `{
  "netloom": 1,
  "blocks": {
    "Outer": {
      "inputs": ["input"],
      "outputs": ["output"],
      "nodes": { "inner": { "type": "Inner" } },
      "edges": ["input -> inner", "inner -> output"]
    },
    "Inner": {
      "inputs": ["input"],
      "outputs": ["output"],
      "nodes": { "relu": { "type": "ReLU" } },
      "edges": ["input -> relu", "relu -> output"]
    }
  },
  "nodes": {
    "x": { "type": "Input", "shape": [4] },
    "outer": { "type": "Outer" },
    "twice": { "type": "Tanh", "repeat": 2 }
  },
  "edges": ["x -> outer", "outer -> twice"]
}
`;

describe("the commands about blocks", () => {
  let canvas: Canvas;
  let posted: FromCanvas[];

  beforeEach(() => {
    posted = [];
    canvas = createCanvas((message) => posted.push(message));
    canvas.receive({ kind: "document", text, version: 1, answers: 0, facts: {}, dataProblems: [] });
  });

  it("depend on the selection", () => {
    expect(ableCommands(canvas)).toEqual([]);
    canvas.select(["x"]);
    expect(ableCommands(canvas)).toEqual(["wrap"]);
    canvas.select(["twice"]);
    expect(ableCommands(canvas)).toEqual(["wrap", "unwrap"]);
    canvas.select(["outer"]);
    expect(ableCommands(canvas)).toEqual(["wrap", "unwrap", "openBlock"]);
    canvas.select(["outer", "twice"]);
    expect(ableCommands(canvas)).toEqual(["wrap"]);
  });

  it("open blocks one in another, and lead back to the document with the way in selected", () => {
    canvas.select(["outer"]);
    runBlockCommand(canvas, "openBlock");
    expect(canvas.get().page?.path).toBe("outer");
    canvas.select(["input"]);
    expect(ableCommands(canvas)).toEqual(["openDocument"]);
    canvas.select(["inner"]);
    runBlockCommand(canvas, "openBlock");
    expect(canvas.get().page?.path).toBe("outer/inner");
    runBlockCommand(canvas, "openDocument");
    expect(canvas.get().page?.block).toBeUndefined();
    expect(selectedNodes(canvas.get())).toEqual(["outer"]);
  });

  it("wrap the selection and unwrap an instance", () => {
    canvas.select(["x", "outer"]);
    runBlockCommand(canvas, "wrap");
    expect(canvas.get().interaction).toEqual({ kind: "wrapping", nodes: ["x", "outer"] });
    canvas.end("wrapping");
    canvas.select(["outer"]);
    runBlockCommand(canvas, "unwrap");
    expect(posted).toContainEqual({ kind: "edit", number: 1, edit: { kind: "unwrap", node: "outer" } });
  });

  it("do nothing where there is nothing to do", () => {
    const before = canvas.get();
    for (const command of ["wrap", "unwrap", "openBlock", "openDocument"] as const)
      runBlockCommand(canvas, command);
    expect(canvas.get()).toBe(before);
  });
});
