import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checked, logDroppedMessages } from "../../../extension/views/checked";
import { documentLimits } from "../../../engine/graph/documentLimits";
import type { Guard } from "../../../engine/document/guard";
import { fromCanvas } from "../../../webview/messages/canvas";
import { fromGradients } from "../../../webview/messages/gradients";
import { fromPredict } from "../../../webview/messages/predict";
import { fromTraining } from "../../../webview/messages/training";

let lines: string[];
beforeEach(() => {
  lines = [];
  logDroppedMessages((line) => lines.push(line));
});
afterEach(() => logDroppedMessages(() => undefined));

/** The messages that are passed on, of those that a page sends. */
function passed(guard: Guard<unknown>, messages: readonly unknown[]): unknown[] {
  const received: unknown[] = [];
  const receive = checked("canvas", guard, (message) => received.push(message));
  for (const message of messages) receive(message);
  return received;
}

const edit = (change: unknown) => ({ kind: "edit", number: 1, edit: change });
const param = (value: unknown) => edit({ kind: "param", node: "a", name: "p", value });
const add = (part: object) => edit({ kind: "add", nodes: [{ id: "a", type: "ReLU" }], ...part });
/** With `__proto__` as an own key, which is what JSON.parse creates. */
const polluted = (text: string): unknown => JSON.parse(text.replace("PROTO", "__proto__"));
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const drawn = { kind: "picture", width: 1, height: 1, channels: 1, pixels: "AA==" };
const question = (inputs: unknown) => ({ kind: "predict", number: 1, inputs, seed: 0, count: 1 });
const generation = {
  kind: "generate",
  number: 1,
  inputs: {},
  prompt: "a",
  length: 10,
  temperature: 0.5,
  seed: 0,
};
const remove = { kind: "remove", nodes: ["a"] };

const malformed: unknown[] = [
  undefined,
  null,
  0,
  "ready",
  [],
  [{ kind: "ready" }],
  {},
  { kind: null },
  { kind: "quit" },
];
const odd: unknown[] = [
  { kind: "ready", more: 1 },
  { kind: "constructor" },
  { kind: "__proto__" },
  { kind: { toString: 1 } },
  polluted('{ "kind": "ready", "PROTO": {} }'),
];
interface Page {
  readonly name: string;
  readonly guard: Guard<unknown>;
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const pages: readonly Page[] = [
  {
    name: "canvas",
    guard: fromCanvas,
    good: [
      { kind: "ready" },
      { kind: "selected", nodes: [] },
      { kind: "selected", nodes: ["a", "_b1"] },
      { kind: "selected", nodes: ["stage1/0/conv1", "a/b"] },
      { kind: "command", command: "train" },
      { kind: "command", command: "stop", run: "2" },
      { kind: "command", command: "predict", run: "2" },
      { kind: "reveal", offset: 0, length: 5 },
      { kind: "painted", milliseconds: 12.5 },
      add({ edges: ["a.output -> b", "a->c"], layout: { a: [-1.5, 2] }, replaces: [0, 3] }),
      add({ nodes: [{ id: "a", type: "Conv2d", params: { kernelSize: [3, 3], 'odd "key"': null } }] }),
      edit(remove),
      edit({ kind: "remove", nodes: [], edges: [1] }),
      param(undefined),
      edit({ kind: "param", node: "a", name: "p" }),
      param({ deep: [1, "x", null, { more: true }] }),
      param("x".repeat(1_000_000)),
      edit({ kind: "rename", node: "a", to: "b" }),
      edit({ kind: "connect", edge: "a -> b", replaces: 2 }),
      edit({ kind: "connect", edge: "a -> b", replaces: undefined }),
      edit({ kind: "move", layout: {} }),
      edit({ kind: "training", path: ["optimizer", "learningRate"], value: 0.1 }),
      edit({ kind: "all", edits: [remove, { kind: "connect", edge: "a -> b" }] }),
    ],
    bad: [
      { kind: "selected" },
      { kind: "selected", nodes: "a" },
      { kind: "selected", nodes: ["a", 1] },
      { kind: "selected", nodes: ["../a"] },
      { kind: "selected", nodes: ["a/../b"] },
      { kind: "selected", nodes: ["a/__proto__"] },
      { kind: "selected", nodes: ["__proto__"] },
      { kind: "selected", nodes: ["a".repeat(documentLimits.name + 1)] },
      { kind: "selected", nodes: Array.from({ length: documentLimits.nodes + 1 }, () => "a") },
      { kind: "command", command: "workbench.action.terminal.new" },
      { kind: "command", command: "openRunFolder" },
      { kind: "command", command: "toString" },
      { kind: "command", command: ["train"] },
      { kind: "command", command: "stop", run: "all" },
      { kind: "command", command: "openText", uri: "file:///etc/passwd" },
      { kind: "reveal", offset: -1, length: 1 },
      { kind: "reveal", offset: 0.5, length: 1 },
      { kind: "reveal", offset: NaN, length: 1 },
      { kind: "reveal", offset: 1 },
      { kind: "reveal", offset: 0, length: 1, path: "/etc/passwd" },
      { kind: "painted", milliseconds: Infinity },
      { kind: "painted", milliseconds: "soon" },
      { kind: "every", steps: 1 },
      { kind: "edit", number: 0, edit: remove },
      { kind: "edit", number: 1 },
      { kind: "edit", number: "1", edit: remove },
      edit({ kind: "write", file: "/etc/passwd" }),
      edit([remove]),
      add({ nodes: "a" }),
      add({ nodes: [{ id: "a b", type: "ReLU" }] }),
      add({ nodes: [{ id: "constructor", type: "ReLU" }] }),
      add({ nodes: [{ id: "a" }] }),
      add({ nodes: [{ id: "a", type: "ReLU", params: [1] }] }),
      add({ nodes: [{ id: "a", type: "ReLU", params: polluted('{ "PROTO": { "x": 1 } }') }] }),
      add({ nodes: [{ id: "a", type: "ReLU", params: { p: Infinity } }] }),
      add({ edges: ["a => b"] }),
      add({ edges: [{ from: "a", to: "b" }] }),
      add({ layout: { a: [1] } }),
      add({ layout: { a: [1, 2, 3] } }),
      add({ layout: { a: [NaN, 0] } }),
      add({ layout: { a: [1e300, 0] } }),
      add({ layout: { a: ["1", "2"] } }),
      add({ layout: polluted('{ "PROTO": [1, 2] }') }),
      add({ replaces: [-1] }),
      add({ replaces: 0 }),
      edit({ kind: "remove", nodes: [null] }),
      edit({ kind: "remove", nodes: [], edges: [1.5] }),
      param(NaN),
      param(nested(documentLimits.depth + 1)),
      param("x".repeat(documentLimits.characters)),
      param(Array.from({ length: 1001 }, () => "x".repeat(5000))),
      param(polluted('{ "a": { "PROTO": 1 } }')),
      param(() => 1),
      param(1n),
      edit({ kind: "param", node: "a", name: "a.b", value: 1 }),
      edit({ kind: "rename", node: "a", to: "b c" }),
      edit({ kind: "rename", node: "a" }),
      edit({ kind: "connect", edge: "a" }),
      edit({ kind: "connect", edge: "a -> b", replaces: "0" }),
      edit({ kind: "move", layout: [[1, 2]] }),
      edit({ kind: "move" }),
      edit({ kind: "training", path: "epochs", value: 1 }),
      edit({ kind: "training", path: ["optimizer", "params", "x"], value: 1 }),
      edit({ kind: "all", edits: remove }),
      edit({ kind: "all", edits: [{ kind: "all", edits: [remove] }] }),
      edit({ kind: "all", edits: Array.from({ length: 1000 }, () => remove) }),
    ],
  },
  {
    name: "training",
    guard: fromTraining,
    good: [
      { kind: "ready" },
      { kind: "command", command: "train" },
      { kind: "command", command: "train", run: undefined },
      { kind: "command", command: "openRunFolder", run: "12" },
      { kind: "command", command: "predict", run: "12" },
      { kind: "select", run: "3" },
    ],
    bad: [
      { kind: "command", command: "openText" },
      { kind: "command" },
      { kind: "command", command: "openRunFolder", run: "/" },
      { kind: "command", command: "stop", run: 1 },
      { kind: "select" },
      { kind: "select", run: "" },
      { kind: "select", run: "../1" },
      { kind: "select", run: "1".repeat(13) },
    ],
  },
  {
    name: "gradients",
    guard: fromGradients,
    good: [
      { kind: "ready" },
      { kind: "select", run: "1", node: "conv1" },
      { kind: "every", steps: 0 },
      { kind: "every", steps: 100_000 },
    ],
    bad: [
      { kind: "select", run: "1", node: "" },
      { kind: "select", run: "1", node: ["a"] },
      { kind: "select", node: "a" },
      { kind: "select", run: "/runs/1", node: "a" },
      { kind: "every", steps: -1 },
      { kind: "every", steps: 0.5 },
      { kind: "every", steps: 100_001 },
      { kind: "every", steps: "20" },
      { kind: "command", command: "train" },
    ],
  },
  {
    name: "predict",
    guard: fromPredict,
    good: [
      { kind: "ready" },
      { kind: "cancel" },
      question({}),
      question({ "data.image": drawn, "code.output": { kind: "numbers", values: [0.5, -2] } }),
      question({ "a/b.c": { kind: "text", text: "abc" } }),
      generation,
      { ...generation, topK: 5, temperature: 0 },
    ],
    bad: [
      { ...question({}), number: 0 },
      { ...question({}), seed: -1 },
      { ...question({}), count: 65 },
      { ...question({}), run: "/runs/1" },
      question([]),
      question({ "": drawn }),
      question({ "a\nb": drawn }),
      question({ a: { ...drawn, width: 513 } }),
      question({ a: { ...drawn, channels: 2 } }),
      question({ a: { ...drawn, pixels: "<b>" } }),
      question({ a: { kind: "numbers", values: [NaN] } }),
      question({ a: { kind: "numbers", values: ["1"] } }),
      question({ a: { kind: "numbers", values: new Array(1001).fill(0) } }),
      question({ a: { kind: "file", file: "/etc/passwd" } }),
      polluted(JSON.stringify(question({ PROTO: drawn }))),
      { ...generation, prompt: 1 },
      { ...generation, prompt: "a".repeat(100_001) },
      { ...generation, length: 10_001 },
      { ...generation, temperature: -1 },
      { ...generation, topK: 0 },
      { kind: "predictable" },
    ],
  },
];

const shown = (message: unknown): string => {
  try {
    return (JSON.stringify(message) ?? String(message)).slice(0, 80);
  } catch {
    return String(message);
  }
};

describe.each(pages)("messages of the $name page", ({ guard, good, bad }) => {
  it.each(good.map((message) => [shown(message), message]))("passes %s", (_, message) => {
    expect(passed(guard, [message])).toEqual([message]);
    expect(lines).toEqual([]);
  });
  it.each([...malformed, ...odd, ...bad].map((message) => [shown(message), message]))(
    "drops %s",
    (_, message) => {
      expect(passed(guard, [message])).toEqual([]);
      expect(lines).toHaveLength(1);
    },
  );
});

describe("a dropped message", () => {
  it("is logged once per kind and does not affect later messages", () => {
    const received = passed(fromTraining, [
      { kind: "command", command: "quit" },
      { kind: "command", command: "quit again" },
      { kind: "ready" },
      { kind: "\n<b>forged</b>" },
      null,
    ]);
    expect(received).toEqual([{ kind: "ready" }]);
    expect(lines).toEqual([
      'Dropped an unexpected message from the page "canvas" (kind: command).',
      'Dropped an unexpected message from the page "canvas" (kind: unknown).',
    ]);
  });

  it("does not fill the log", () => {
    passed(
      fromTraining,
      Array.from({ length: 676 }, (_, i) => ({
        kind: String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26)),
      })),
    );
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.length).toBeLessThanOrEqual(20);
  });
});
