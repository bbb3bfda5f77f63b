import { beforeEach, describe, expect, it } from "vitest";
import { selectedNodes } from "../../../../webview/canvas/state/canvasState";
import { createCanvas, type Canvas } from "../../../../webview/canvas/state/createCanvas";
import {
  goToProblem,
  problemsOfWire,
  selectedWire,
  showProblem,
} from "../../../../webview/canvas/state/problems";
import type { FromCanvas } from "../../../../webview/messages/canvas";

const text = `{
  "netloom": 1,
  "blocks": {
    "Wide": {
      "inputs": ["input"],
      "outputs": ["output"],
      "nodes": { "linear": { "type": "Linear", "outFeatures": -3 } },
      "edges": ["input -> linear", "linear -> output"]
    },
    "Idle": { "inputs": ["input"], "outputs": ["output"], "nodes": { "fc": { "type": "Lineer" } }, "edges": [] }
  },
  "nodes": {
    "x": { "type": "Input", "shape": [4] },
    "wide": { "type": "Wide" },
    "head": { "type": "Linear", "outFeatures": 0 },
    "y": { "type": "Input", "shape": [3] },
    "loss": { "type": "MSELoss" }
  },
  "edges": ["x -> wide", "x -> head", "x -> y", "x -> loss.input", "y -> loss.target"],
  "training": { "epochs": -1 }
}
`;

let canvas: Canvas;
let posted: FromCanvas[];
let version = 0;

function receive(document: string) {
  canvas.receive({
    kind: "document",
    text: document,
    version: ++version,
    answers: 0,
    facts: {},
    dataProblems: [],
  });
}

beforeEach(() => {
  posted = [];
  canvas = createCanvas((message) => posted.push(message));
  receive(text);
});

const find = (code: string, part = "") => {
  const found = canvas
    .get()
    .problems.find((problem) => problem.code === code && problem.message.includes(part));
  if (!found)
    throw new Error(JSON.stringify(canvas.get().problems.map((problem) => [problem.code, problem.message])));
  return found;
};

/** The problems in the order in which they are gone to, by code. */
function visits(count: number, step: 1 | -1): (string | undefined)[] {
  return Array.from({ length: count }, () => {
    goToProblem(canvas, step);
    return canvas.get().visited?.message;
  });
}

describe("going from problem to problem", () => {
  it("visits each once, errors first and then in the order of the text, and begins again", () => {
    const { problems } = canvas.get();
    const count = problems.length;
    expect(count).toBeGreaterThan(3);
    const seen = visits(count, 1);
    expect(new Set(seen).size).toBe(count);
    const order = seen.map((message) => problems.find((problem) => problem.message === message));
    const rank = (index: number) => (order[index]?.severity === "error" ? 0 : 1);
    for (let index = 1; index < count; index++) {
      expect(rank(index)).toBeGreaterThanOrEqual(rank(index - 1));
      if (rank(index) === rank(index - 1))
        expect(order[index]?.range.offset).toBeGreaterThanOrEqual(order[index - 1]?.range.offset ?? 0);
    }
    expect(visits(1, 1)).toEqual([seen[0]]);
    expect(visits(2, -1)).toEqual([seen[count - 1], seen[count - 2]]);
  });

  it("begins with the last one backwards, and says where one is", () => {
    goToProblem(canvas, -1);
    const count = canvas.get().problems.length;
    expect(canvas.get().note?.message).toContain(`${count} of ${count}`);
  });

  it("goes on with the one after a problem that has been solved", () => {
    const seen = visits(2, 1);
    receive(text.replace('"outFeatures": -3', '"outFeatures": 3'));
    goToProblem(canvas, 1);
    const left = canvas.get().problems.map(({ message }) => message);
    const solved = seen.filter((message) => !left.includes(message ?? ""));
    expect(solved.length).toBeGreaterThan(0);
    expect(left).toContain(canvas.get().visited?.message);
  });

  it("says so if there is none", () => {
    receive('{ "netloom": 1, "nodes": { "x": { "type": "Input", "shape": [4] } }, "edges": [] }');
    canvas.set({ problems: [] });
    goToProblem(canvas, 1);
    expect(canvas.get().note?.message).toContain("no problems");
    expect(canvas.get().visited).toBeUndefined();
  });
});

describe("a problem", () => {
  it("of a node selects it, opens the inspector and brings it into view", () => {
    canvas.set({ panels: { palette: false, inspector: false } });
    const problem = canvas.get().problems.find(({ node }) => node === "head");
    showProblem(canvas, problem!);
    expect(selectedNodes(canvas.get())).toEqual(["head"]);
    expect(canvas.get().panels).toEqual({ palette: false, inspector: true });
    expect(canvas.get().sought).toEqual({ nodes: ["head"] });
    expect(posted).toContainEqual({ kind: "selected", nodes: ["head"] });
  });

  it("in a block opens the block's page at one of its instances, and the next one leads back", () => {
    const inside = canvas.get().problems.find(({ block }) => block === "Wide");
    showProblem(canvas, inside!);
    expect(canvas.get().page?.block?.name).toBe("Wide");
    expect(canvas.get().page?.path).toBe("wide");
    expect(selectedNodes(canvas.get())).toEqual(["linear"]);
    const outside = canvas.get().problems.find(({ node, block }) => node === "head" && block === undefined);
    showProblem(canvas, outside!);
    expect(canvas.get().page?.block).toBeUndefined();
    expect(selectedNodes(canvas.get())).toEqual(["head"]);
  });

  it("in a block that no node is of opens that block's page too", () => {
    const idle = canvas.get().problems.find(({ block, member }) => block === "Idle" && member === "fc");
    showProblem(canvas, idle!);
    expect(canvas.get().page?.block?.name).toBe("Idle");
    expect(selectedNodes(canvas.get())).toEqual(["fc"]);
  });

  it("of a wire selects the wire", () => {
    const wired = find("shape-mismatch");
    const { node, edge } = wired;
    expect(edge).toBeDefined();
    showProblem(canvas, wired);
    const selected = canvas.get().edges.filter((one) => one.selected);
    expect(selected.map(({ data }) => data?.wire.index)).toEqual([edge]);
    expect(selectedNodes(canvas.get())).toEqual([node]);
    // A wire alone is shown by its own form.
    const { node: _, ...alone } = wired;
    showProblem(canvas, alone);
    expect(selectedNodes(canvas.get())).toEqual([]);
    const wire = selectedWire(canvas.get());
    expect(wire?.index).toBe(edge);
    expect(problemsOfWire(canvas.get(), wire!)).toContainEqual(wired);
    expect(canvas.get().sought?.nodes).toEqual([wire?.from.node, wire?.to.node]);
  });

  it("of a setting shows the training form", () => {
    canvas.select(["x"]);
    showProblem(
      canvas,
      canvas.get().problems.find(({ setting }) => setting === "epochs")!,
    );
    expect(selectedNodes(canvas.get())).toEqual([]);
    expect(canvas.get().page?.block).toBeUndefined();
  });

  it("of a text that cannot be parsed leads into the text", () => {
    receive(`${text.slice(0, 200)},,`);
    posted = [];
    goToProblem(canvas, 1);
    const { broken } = canvas.get();
    expect(posted).toEqual([{ kind: "reveal", ...broken?.range }]);
  });
});

describe("a selection that another view asks for", () => {
  it("is of nodes by their paths, or by their ids in a block", () => {
    canvas.receive({ kind: "select", nodes: ["fc"], block: "Idle", reveal: true });
    expect(canvas.get().page?.block?.name).toBe("Idle");
    expect(canvas.get().sought).toEqual({ nodes: ["fc"] });
    canvas.receive({ kind: "select", nodes: ["wide/linear"], reveal: false });
    expect(canvas.get().page?.block?.name).toBe("Wide");
    expect(selectedNodes(canvas.get())).toEqual(["linear"]);
    expect(canvas.get().sought).toEqual({ nodes: ["fc"] });
  });
});
