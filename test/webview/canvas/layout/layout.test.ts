import { describe, expect, it } from "vitest";
import { infer } from "../../../../engine/graph/infer";
import { pageOf } from "../../../../engine/graph/page";
import { parse } from "../../../../engine/document/parse";
import { overlaps } from "../../../../webview/canvas/layout/geometry";
import { nodeViews } from "../../../../webview/canvas/model/nodeView";
import { placeNodes, rectsOf } from "../../../../webview/canvas/layout/placeNodes";
import { tidy } from "../../../../webview/canvas/layout/tidy";
import { wireCourse } from "../../../../webview/canvas/layout/wireCourse";
import { wireViews } from "../../../../webview/canvas/model/wireView";
import { wireEnds } from "../../../../webview/canvas/layout/wireEnds";
import { layWires } from "../../../../webview/canvas/layout/layWires";

function viewsOf(text: string) {
  const { graph } = parse(text);
  if (!graph) throw new Error("not read");
  const page = pageOf(infer(graph));
  const views = nodeViews(page, [], {}, new Map());
  return { graph, views, wires: wireViews(page, [], views, new Map()) };
}

/** A chain of convolutions with a residual branch; the wire of the labels goes around it to the loss. */
function network(blocks: number): string {
  const nodes = ['"data": { "type": "Dataset", "source": "digits" }'];
  const edges: string[] = [];
  let last = "data.image";
  for (let block = 0; block < blocks; block++) {
    nodes.push(
      `"conv${block}": { "type": "Conv2d", "outChannels": 8, "padding": 1 }`,
      `"relu${block}": { "type": "ReLU" }`,
      `"again${block}": { "type": "Conv2d", "outChannels": 8, "padding": 1 }`,
      `"add${block}": { "type": "Add" }`,
    );
    edges.push(`${last} -> conv${block}`, `conv${block} -> relu${block}`, `relu${block} -> again${block}`);
    edges.push(`relu${block} -> add${block}`, `again${block} -> add${block}`);
    last = `add${block}`;
  }
  nodes.push('"flat": { "type": "Flatten" }', '"logits": { "type": "Linear", "outFeatures": 10 }');
  nodes.push('"loss": { "type": "CrossEntropyLoss" }');
  edges.push(`${last} -> flat`, "flat -> logits", "logits -> loss.input", "data.label -> loss.target");
  const quoted = edges.map((edge) => JSON.stringify(edge));
  return `{ "netloom": 1, "nodes": { ${nodes.join(", ")} }, "edges": [${quoted.join(", ")}] }`;
}

describe("tidy", () => {
  it.each([1, 2, 4, 8])("does not let nodes overlap, with %i blocks", (blocks) => {
    const { views, wires } = viewsOf(network(blocks));
    const rects = rectsOf(tidy(views, wires.values()), views);
    expect(rects).toHaveLength(views.size);
    for (const [index, rect] of rects.entries())
      for (const other of rects.slice(index + 1)) expect(overlaps(rect, other)).toBe(false);
  });

  it("folds a chain that is too long for the screen into rows", () => {
    const { views, wires } = viewsOf(network(6));
    const places = [...tidy(views, wires.values()).values()];
    expect(Math.max(...places.map(([x]) => x))).toBeLessThan(1800);
  });

  it("keeps the upper left corner and returns integers", () => {
    const { views, wires } = viewsOf(network(3));
    const places = [...tidy(views, wires.values(), [100, -40]).values()];
    expect(Math.min(...places.map(([x]) => x))).toBe(100);
    expect(Math.min(...places.map(([, y]) => y))).toBe(-40);
    expect(places.flat().every(Number.isInteger)).toBe(true);
  });
});

describe("wires", () => {
  it.each([1, 3, 6])("do not cross nodes other than their ends after tidying, with %i blocks", (blocks) => {
    const { views, wires } = viewsOf(network(blocks));
    const places = tidy(views, wires.values());
    const nodes = [...views].map(([id, view]) => {
      const [x, y] = places.get(id) ?? [0, 0];
      return { id, position: { x, y }, data: { view } };
    });
    const { lanes, labels } = layWires(nodes, wires);
    const byId = new Map(nodes.map((node) => [node.id, node]));
    for (const wire of wires.values()) {
      const ends = wireEnds(wire, byId);
      if (!ends) throw new Error("no ends");
      const { at } = wireCourse(ends.from, ends.to, lanes.get(wire.id));
      for (let sample = 0; sample <= 100; sample++) {
        const { x, y } = at(sample / 100);
        const under = nodes.find(
          ({ id, position, data }) =>
            !ends.nodes.includes(id) &&
            x > position.x &&
            x < position.x + data.view.width &&
            y > position.y &&
            y < position.y + data.view.height,
        );
        expect(`${wire.id} under ${under?.id}`).toBe(`${wire.id} under undefined`);
      }
      expect(labels.has(wire.id)).toBe(true);
    }
  });
});

describe("wires between the same two ports", () => {
  const text = `{
    "netloom": 1,
    "nodes": { "x": { "type": "Input", "shape": [4] }, "cube": { "type": "Multiply" } },
    "edges": ["x -> cube", "x -> cube", "x -> cube"]
  }`;

  it.each([
    ["side by side", [200, 0]],
    ["backwards", [-300, 10]],
  ] as const)("run apart, so that each can be pointed at, %s", (_, [right, down]) => {
    const { views, wires } = viewsOf(text);
    const nodes = [...views].map(([id, view]) => ({
      id,
      position: id === "x" ? { x: 0, y: 0 } : { x: right, y: down },
      data: { view },
    }));
    const { lanes } = layWires(nodes, wires);
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const middles = [...wires.values()].map((wire) => {
      const { from, to, bow } = wireEnds(wire, byId)!;
      return wireCourse(from, to, lanes.get(wire.id), bow).at(0.5);
    });
    expect(middles).toHaveLength(3);
    for (const [index, a] of middles.entries())
      for (const b of middles.slice(index + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(10);
  });
});

describe("positions", () => {
  it("are those in the document; a node without one is placed to the right of its inputs", () => {
    const { views, wires } = viewsOf(
      '{ "netloom": 1, "nodes": { "x": { "type": "Input", "shape": [4] }, "r": { "type": "ReLU" } }, "edges": ["x -> r"] }',
    );
    const places = placeNodes(views, wires.values(), { x: [300, 50] });
    expect(places.get("x")).toEqual([300, 50]);
    expect(places.get("r")?.[0]).toBeGreaterThan(300 + (views.get("x")?.width ?? 0));
  });
});
