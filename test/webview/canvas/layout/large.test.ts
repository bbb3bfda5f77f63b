import { describe, expect, it } from "vitest";
import { documentLimits } from "../../../../engine/graph/documentLimits";
import { around } from "../../../../webview/canvas/layout/geometry";
import { RectGrid } from "../../../../webview/canvas/layout/RectGrid";
import { initialState } from "../../../../webview/canvas/state/canvasState";
import { drawGraph } from "../../../../webview/canvas/state/drawGraph";

/** Graphs on which a quadratic or recursive algorithm would hang or fail; the test's timeout is the limit. */
const size = documentLimits.nodes - 2;
const lines = <T>(count: number, line: (i: number) => T) => Array.from({ length: count }, (_, i) => line(i));
const nodes = (count: number, type = "ReLU") =>
  Object.fromEntries(lines(count, (i) => [`n${String(i)}`, { type }]));
const wire = (from: number, to: number) => `n${String(from)} -> n${String(to)}`;
const chain = lines(size - 1, (i) => wire(i, i + 1));
const placed = (place: (i: number) => readonly [number, number]) =>
  Object.fromEntries(lines(size, (i) => [`n${String(i)}`, place(i)]));

const laidOut: Readonly<Record<string, readonly [nodes: object, edges: readonly string[], layout?: object]>> =
  {
    "a chain": [nodes(size), chain],
    "a chain that is joined again and again": [
      nodes(size, "Add"),
      [...chain, ...lines(size / 2 - 1, (i) => wire(2 * i, 2 * i + 2))],
    ],
    "a fan": [
      { a: { type: "Input", shape: [4] }, ...nodes(size), s: { type: "Add" } },
      lines(size, (i) => [`a -> n${String(i)}`, `n${String(i)} -> s`]).flat(),
    ],
    "a circle": [nodes(size), [...chain, wire(size - 1, 0)]],
    "a chain of which one node is placed": [nodes(size), chain, { n5: [100, 200] }],
    "nodes without wires": [nodes(size), [], { n0: [0, 0] }],
  };

function draw([all, edges, layout]: readonly [object, readonly string[], object?]) {
  const { nodes: drawn = [], ...rest } = drawGraph(
    initialState,
    JSON.stringify({ netloom: 1, nodes: all, edges, layout }),
  );
  const rects = drawn.map(({ id, position: { x, y }, data: { view } }) => ({
    id,
    x,
    y,
    width: view.width,
    height: view.height,
  }));
  return { ...rest, rects };
}

describe.each(Object.entries(laidOut))("%s of as many nodes as a document may have", (_, document) => {
  it("is laid out without overlapping nodes", () => {
    const { rects, edges = [] } = draw(document);
    expect(rects.length).toBe(Object.keys(document[0]).length);
    expect(edges.length).toBe(document[1].length);
    const grid = new RectGrid<(typeof rects)[number]>();
    for (const rect of rects) {
      expect(grid.hit(rect)).toBeUndefined();
      grid.add(rect);
    }
  });
});

it("folds a long chain into rows that fill a screen", () => {
  const { width = 0, height = 1 } = around(draw([nodes(size), chain]).rects) ?? {};
  expect(width / height).toBeGreaterThan(0.5);
  expect(width / height).toBeLessThan(4);
});

it.each([
  ["on one spot", placed(() => [0, 0])],
  ["at the ends of the world", placed((i) => [i % 2 ? 9e15 : -9e15, i % 3 ? 9e15 : 0])],
  ["backwards", placed((i) => [-i * 150, (i * 37) % 1000])],
])("draws wires of nodes that lie %s", (_, layout) => {
  const { edges = [] } = draw([nodes(size), chain, layout]);
  expect(edges.length).toBe(size - 1);
});

it("draws a duplicate wire as often as it is in the document", () => {
  const { edges = [] } = draw([nodes(2), lines(documentLimits.edges, () => wire(0, 1))]);
  expect(new Set(edges.map(({ id }) => id)).size).toBe(documentLimits.edges);
  expect(edges.slice(0, 3).map(({ id }) => id)).toEqual([
    "n0.output->n1.input",
    "n0.output->n1.input#2",
    "n0.output->n1.input#3",
  ]);
});
