import { beforeEach, describe, expect, it } from "vitest";
import { createCanvas, type Canvas } from "../../../../webview/canvas/state/createCanvas";
import { removeSelection, selectAll, tidyGraph } from "../../../../webview/canvas/state/gestures";
import { toggleInPlace } from "../../../../webview/canvas/state/openInPlace";
import type { FromCanvas } from "../../../../webview/messages/canvas";
import { blocks } from "../../page/models";

let canvas: Canvas;
let posted: FromCanvas[];
let version = 0;

function receive(text: string): void {
  canvas.receive({ kind: "document", text, version: ++version, answers: 0, facts: {}, dataProblems: [] });
}

const edits = () => posted.flatMap((message) => (message.kind === "edit" ? [message.edit] : []));
const nodesById = () => new Map(canvas.get().nodes.map((node) => [node.id, node]));
/** The ids of the nodes that have to be rendered anew. */
const changedSince = (before: ReturnType<typeof nodesById>) =>
  canvas.get().nodes.flatMap((node) => (before.get(node.id) === node ? [] : [node.id]));

beforeEach(() => {
  posted = [];
  canvas = createCanvas((message) => posted.push(message));
  receive(blocks);
});

describe("an instance that is open", () => {
  it("changes only itself and the nodes that it moves", () => {
    const before = nodesById();
    toggleInPlace(canvas, "stage");
    const [added, changed] = [new Set(nodesById().keys()), changedSince(before)];
    for (const id of before.keys()) added.delete(id);
    expect([...added].every((id) => id.startsWith("stage/0/"))).toBe(true);
    expect(changed.filter((id) => !added.has(id)).sort()).toEqual(
      ["flatten", "logits", "loss", "other", "relus", "stage", "wide"].sort(),
    );
    const open = nodesById();
    receive(blocks.replace('"outFeatures": 10', '"outFeatures": 10, "bias": false'));
    expect(changedSince(open)).toEqual(["logits"]);
    toggleInPlace(canvas, "stage");
    expect([...nodesById().values()].map(({ id, position }) => [id, position])).toEqual(
      [...before.values()].map(({ id, position }) => [id, position]),
    );
    expect(canvas.get().frames.size).toBe(0);
  });

  it("is not among what is selected or laid out with the page's nodes", () => {
    toggleInPlace(canvas, "stage");
    selectAll(canvas);
    expect(
      canvas
        .get()
        .nodes.filter(({ selected }) => selected)
        .map(({ id }) => id),
    ).toEqual([...["digits", "stem", "wide", "stage", "other", "relus", "flatten", "logits", "loss"]]);
    canvas.select([]);
    tidyGraph(canvas, () => undefined);
    const [edit] = edits();
    expect(edit?.kind === "move" && Object.keys(edit.layout)).toHaveLength(9);
    expect(edit).not.toHaveProperty("block");
    expect(canvas.get().frames.size).toBe(1);
  });

  it("has its nodes removed from the block, and a selection in one scope only", () => {
    toggleInPlace(canvas, "stage");
    canvas.changeNodes([
      { id: "stage/0/norm", type: "select", selected: true },
      { id: "stage/0/relu", type: "select", selected: true },
    ]);
    canvas.changeNodes([{ id: "stem", type: "select", selected: true }]);
    expect(
      canvas
        .get()
        .nodes.filter(({ selected }) => selected)
        .map(({ id }) => id),
    ).toEqual(["stem"]);
    canvas.changeNodes([{ id: "stage/0/norm", type: "select", selected: true }]);
    removeSelection(canvas);
    expect(edits()).toEqual([{ kind: "remove", nodes: ["norm"], edges: [], block: "Residual" }]);
  });

  it("is where a node in it is selected that another view names", () => {
    toggleInPlace(canvas, "stage");
    canvas.receive({ kind: "select", nodes: ["stage/0/conv"], reveal: false });
    expect(canvas.get().page?.path).toBe("");
    expect(
      canvas
        .get()
        .nodes.filter(({ selected }) => selected)
        .map(({ id }) => id),
    ).toEqual(["stage/0/conv"]);
    canvas.receive({ kind: "select", nodes: ["stage/2/conv"], reveal: false });
    expect(canvas.get().page?.path).toBe("stage/2");
  });

  it("is open on the page of its block's instances only, also of a block that is not used", () => {
    const unused = blocks.replace(
      '"blocks": {',
      '"blocks": { "Pair": { "inputs": ["input"], "outputs": ["output"], "nodes": { "one": { "type": "Residual" } }, "edges": ["input -> one", "one -> output"] },',
    );
    receive(unused);
    canvas.open({ path: "", block: "Pair" });
    toggleInPlace(canvas, "one");
    expect(canvas.get().nodes.map(({ id }) => id)).toContain("one/conv");
    canvas.open({ path: "" });
    expect(canvas.get().frames.size).toBe(0);
    canvas.open({ path: "", block: "Pair" });
    expect(canvas.get().frames.size).toBe(1);
  });
});
