import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { copyNodes, pasteNodes } from "../../../engine/document/clipboard";
import { canConnect } from "../../../engine/graph/connect";
import { pageOf } from "../../../engine/graph/page";
import { withFixes } from "../../../engine/fixes/findFixes";
import { infer } from "../../../engine/graph/infer";
import { listed } from "../../../engine/graph/listed";
import { mostListed } from "../../../engine/parameters/mostListed";
import { parse } from "../../../engine/document/parse";
import { documentLimits } from "../../../engine/graph/documentLimits";
import { trainable } from "../../../engine/graph/trainable";
import { edited, graphOf } from "./documents";

/** Documents that something quadratic or recursive would hang or break on; the test's own limit of time is the bound. */
function document(nodes: object, edges: readonly string[] = [], more: object = {}): string {
  return JSON.stringify({ netloom: 1, nodes, edges, ...more });
}

const many = (count: number, node: (i: number) => object) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${String(i)}`, node(i)]));
const lines = <T>(count: number, line: (i: number) => T) => Array.from({ length: count }, (_, i) => line(i));
const keys = (count: number) => Object.fromEntries(lines(count, (i) => [`p${String(i)}`, 1]));
const { nodes: mostNodes, edges: mostEdges } = documentLimits;

const documents: Readonly<Record<string, string>> = {
  "unknown settings": document({}, [], { training: keys(100_000) }),
  "unknown parameters": document({ a: { type: "Linear", outFeatures: 2, ...keys(100_000) } }),
  "wrong values in a list": document({ a: { type: "Input", shape: lines(documentLimits.list, () => "x") } }),
  "values in a list": document({}, [], {
    training: { schedule: { type: "MultiStepLR", milestones: lines(400_000, () => "x") } },
  }),
  "unknown ends": document(
    {},
    lines(mostEdges, (i) => `a${String(i)} -> b${String(i)}`),
  ),
  "wires twice": document(
    { a: { type: "ReLU" }, b: { type: "Add" } },
    lines(mostEdges, () => "a -> b"),
  ),
  "wires to one input": document({ ...many(9000, () => ({ type: "ReLU" })), b: { type: "ReLU" } }, [
    ...lines(9000, (i) => `n${String(i)} -> b`),
  ]),
  "nodes on one cycle": document(
    many(mostNodes, () => ({ type: "ReLU" })),
    lines(mostNodes, (i) => `n${String(i)} -> n${String((i + 1) % mostNodes)}`),
  ),
  "wrong parameters": document(many(mostNodes, () => ({ type: "Linear", outFeatures: "x" }))),
  "misspelt layers": document(many(mostNodes, () => ({ type: "Lineer" }))),
  "conflicts of shapes": document(
    {
      x: { type: "Input", shape: [3, 4] },
      ...many(1000, () => ({ type: "Conv2d", outChannels: 1, kernelSize: 1 })),
    },
    lines(1000, (i) => `x -> n${String(i)}`),
  ),
  "a name of a million letters": document({ ["a".repeat(1e6)]: { type: "Linear" } }, [
    `${"b".repeat(1e6)} -> c`,
  ]),
  "a long name with many mistakes": document({
    ["a".repeat(1e6)]: { type: "Linear", ...keys(100_000) },
    ["b".repeat(200)]: { type: "Linear", ...keys(100_000) },
  }),
  "wrong lists": document(
    many(8, () => ({ type: "Input", shape: lines(documentLimits.list, () => "x") })),
    [],
    { training: { metrics: lines(documentLimits.list, (i) => `acuracy${String(i)}`) } },
  ),
  "unknown ports": document(
    {
      x: { type: "Input", shape: [64] },
      s: { type: "Split", sections: lines(64, () => 1) },
      r: { type: "ReLU" },
    },
    ["x -> s", ...lines(mostEdges - 1, (i) => `s.outputt${String(i)} -> r`)],
  ),
  "sources of data": document(many(mostNodes, () => ({ type: "Dataset", source: "spiralls" }))),
  "keys twice": `{ ${lines(300_000, () => '"k": 1').join(",")} }`,
};

describe.each(Object.entries(documents))("a document full of: %s", (_, text) => {
  it("is read, and a few of its problems are listed and the others counted", () => {
    const { graph, problems: found } = parse(text);
    if (!graph) throw new Error("it was not read");
    const typed = infer(graph);
    const problems = listed([...found, ...typed.problems, ...trainable(typed)]);
    expect(problems.some(({ severity }) => severity === "error")).toBe(true);
    expect(problems.length).toBeLessThanOrEqual(mostListed + 1);
    for (const { message, range } of problems) {
      expect(message.length).toBeLessThanOrEqual(1000);
      expect(range.offset + range.length).toBeLessThanOrEqual(text.length);
    }
    withFixes({ text, typed, facts: {} }, problems);
  });
});

it.each([",", '{"a":[1,],', "/* */ ", '"\\x', "]", "@ "])(
  "reads no further where all is like %s",
  (garbage) => {
    const { graph, problems } = parse(`[${garbage.repeat(4e6 / garbage.length)}`);
    expect(graph).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(20);
  },
);

it("says how many entries of a list are wrong", () => {
  const text = document({ a: { type: "Input", shape: lines(1000, (i) => (i % 2 === 0 ? "x" : 1)) } });
  const { problems } = parse(text);
  expect(problems).toHaveLength(mostListed + 1);
  expect(problems.at(-1)).toMatchObject({ code: "more-problems", count: 500 - mostListed });
  const covered = problems.map(({ range }) => text.slice(range.offset, range.offset + range.length));
  expect(new Set(covered)).toEqual(new Set(['"x"']));
  expect(listed([...problems, ...problems]).at(-1)).toMatchObject({ count: 1000 - mostListed });
});

it("infers a chain and a sum of as many nodes as a document may have", () => {
  const chain = graphOf(
    document({ x: { type: "Input", shape: [3] }, ...many(mostNodes - 1, () => ({ type: "ReLU" })) }, [
      "x -> n0",
      ...lines(mostNodes - 2, (i) => `n${String(i)} -> n${String(i + 1)}`),
    ]),
  );
  expect(infer(chain).problems).toEqual([]);
  const sum = graphOf(
    document(
      {
        x: { type: "Input", shape: [3] },
        ...many(mostNodes - 2, () => ({ type: "ReLU" })),
        sum: { type: "Add" },
      },
      lines(mostNodes - 2, (i) => [`x -> n${String(i)}`, `n${String(i)} -> sum`]).flat(),
    ),
  );
  expect(infer(sum).problems).toEqual([]);
});

it("counts what is not listed, and lists errors before warnings", () => {
  const problem = (severity: "error" | "warning", offset: number) =>
    ({ code: "c", severity, message: String(offset), range: { offset, length: 1 } }) as const;
  const all = [...lines(5, (i) => problem("warning", i)), ...lines(3, (i) => problem("error", 10 + i))];
  const messages = (most: number) => listed(all, most).map(({ message }) => message);
  expect(messages(8)).toEqual(["0", "1", "2", "3", "4", "10", "11", "12"]);
  expect(messages(4)).toEqual(["0", "10", "11", "12", "4 more problems are not listed."]);
  expect(listed(all, 4).at(-1)?.severity).toBe("warning");
  expect(listed(all, 2).at(-1)).toMatchObject({
    severity: "error",
    code: "more-problems",
    range: { offset: 12 },
  });
});

it("measures a metric once, however often it is written", () => {
  const graph = graphOf(document({}, [], { training: { metrics: lines(32_000, () => "accuracy") } }));
  expect(graph.training.metrics).toEqual(["accuracy"]);
});

it("edits a large graph with one gesture", () => {
  const count = mostNodes / 2;
  const ids = lines(count, (i) => `n${String(i)}`);
  const text = document(
    many(count, () => ({ type: "ReLU" })),
    lines(count - 1, (i) => `n${String(i)} -> n${String(i + 1)}`),
  );
  const graph = graphOf(text);
  const pasted = pasteNodes(graph, copyNodes(graph, ids));
  if (!("edit" in pasted)) throw new Error(pasted.refused);
  expect(graphOf(edited(text, pasted.edit)).nodes.size).toBe(2 * count);
  expect(new Set(pasted.edit.nodes.map(({ id }) => id)).size).toBe(count);
  const fewer = graphOf(edited(text, { kind: "remove", nodes: ids.filter((_, i) => i % 2 === 1) }));
  expect([fewer.nodes.size, fewer.edges.length]).toEqual([count / 2, 0]);
  const replaces = lines(count - 1, (i) => i);
  const edges = lines(count - 1, (i) => `n${String(i + 1)} -> n${String(i)}`);
  const reversed = graphOf(edited(text, { kind: "add", nodes: [], edges, replaces }));
  expect(reversed.edges.map(({ from }) => from.node)).toEqual(ids.slice(1));
});

it("refuses to grow a document beyond what is read", () => {
  const text = document(many(mostNodes - 1, () => ({ type: "ReLU" })));
  const add = (count: number): GraphEdit => ({
    kind: "add",
    nodes: lines(count, (i) => ({ id: `x${String(i)}`, type: "ReLU" })),
  });
  expect(graphOf(edited(text, add(1))).nodes.size).toBe(mostNodes);
  expect(applyEdit(text, add(2))).toEqual({
    refused: expect.stringContaining(String(mostNodes + 1)) as string,
  });
  const wired = document(
    { a: { type: "ReLU" } },
    lines(mostEdges, () => "a -> a"),
  );
  const wire = { kind: "connect", edge: "a -> a" } as const;
  expect(applyEdit(wired, wire)).toEqual({
    refused: expect.stringContaining(String(mostEdges + 1)) as string,
  });
  expect(applyEdit(wired, { ...wire, replaces: 0 })).toHaveProperty("edits");
  const long = (length: number): GraphEdit => ({
    kind: "param",
    node: "a",
    name: "x",
    value: "x".repeat(length),
  });
  const small = document({ a: { type: "ReLU" } });
  expect(applyEdit(small, long(documentLimits.characters - 200))).toHaveProperty("edits");
  expect(applyEdit(small, long(documentLimits.characters))).toHaveProperty("refused");
});

it("refuses a value that no document could be read with", () => {
  const nested = (depth: number) => lines(depth, () => 0).reduce<unknown>((value) => [value], 1);
  const text = document({ a: { type: "ReLU" } });
  const applied = (depth: number) =>
    applyEdit(text, { kind: "param", node: "a", name: "x", value: nested(depth) });
  for (const depth of [documentLimits.depth, 100_000]) expect(applied(depth)).toHaveProperty("refused");
  const deepest = edited(text, {
    kind: "param",
    node: "a",
    name: "x",
    value: nested(documentLimits.depth - 3),
  });
  expect(graphOf(deepest).nodes.get("a")?.params.x).toEqual(nested(documentLimits.depth - 3));
});

it("judges wires of a large graph, also those whose type goes on far behind them", () => {
  const typed = infer(
    graphOf(
      document(
        {
          two: { type: "Input", shape: [2] },
          three: { type: "Input", shape: [3] },
          ...many(5000, () => ({ type: "ReLU" })),
          sum: { type: "Add" },
        },
        [
          "two -> n0",
          ...lines(4999, (i) => `n${String(i)} -> n${String(i + 1)}`),
          "n4999 -> sum",
          "two -> sum",
        ],
      ),
    ),
  );
  const verdicts = lines(20, () => canConnect(pageOf(typed), { node: "two" }, { node: "n7" }));
  expect(verdicts.every(({ ok }) => ok)).toBe(true);
  expect(canConnect(pageOf(typed), { node: "three" }, { node: "n7" })).toMatchObject({ ok: false });
});
