import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { estimateMemory } from "../../../engine/graph/memory";
import { parse } from "../../../engine/document/parse";
import { trainable } from "../../../engine/graph/trainable";
import type { DataFacts } from "../../../engine/data/catalog/facts";
import { edited, graphOf, typedOf } from "./documents";

const examples = readdirSync("examples").filter((file) => file.endsWith(".nn.json"));

/** What the engine would find in MNIST's files, for every Dataset that reads them. */
function mnistFacts(text: string): DataFacts {
  const facts = {
    samples: 10_000,
    ports: {
      image: { shape: [1, 28, 28], dtype: "float32" as const },
      label: { shape: [], dtype: "int32" as const, classes: 10 },
    },
  };
  const files = [...graphOf(text).nodes.values()].filter(({ params }) => params.source === "idx");
  return Object.fromEntries(files.map(({ id }) => [id, facts]));
}

it("there are examples", () => {
  expect(examples.length).toBeGreaterThanOrEqual(10);
});

describe.each(examples)("%s", (file) => {
  const text = readFileSync(`examples/${file}`, "utf8");

  it("can be trained as it is", () => {
    const typed = typedOf(text, mnistFacts(text));
    expect(parse(text).problems).toEqual([]);
    expect(typed.problems).toEqual([]);
    expect(trainable(typed)).toEqual([]);
    expect(typed.parameterCount).toBeGreaterThan(0);
    expect(estimateMemory(typed, 64).total).toBeGreaterThan(0);
    for (const [id, { outputs, outputPorts }] of typed.nodes)
      expect(Object.keys(outputs), id).toEqual(outputPorts.map(({ name }) => name));
  });

  it("has a line for each node, wire and place, which an edit keeps", () => {
    const lines = text.split("\n").length;
    const graph = graphOf(text);
    const [first] = graph.nodes.keys();
    if (first === undefined) throw new Error("no nodes");
    expect(edited(text, { kind: "rename", node: first, to: "another" }).split("\n")).toHaveLength(lines);
    const more = edited(text, {
      kind: "add",
      nodes: [{ id: "another", type: "ReLU" }],
      edges: [`${first} -> another`],
    });
    expect(more.split("\n")).toHaveLength(lines + 2);
    expect(edited(more, { kind: "remove", nodes: ["another"] })).toBe(text);
  });
});
