import { describe, expect, it } from "vitest";
import type { WeightHistory } from "../../../webview/gradients/history";
import { groupsOf, linesOf, plainLines } from "../../../webview/gradients/lines";

/** The rows of weights, each as `conv.weight` or `generator:conv.weight`. */
const rows = (...keys: string[]) =>
  keys.map((key) => {
    const [path = "", objective] = key.split(":").toReversed();
    const [node = "", name = ""] = path.split(".");
    return { key, latest: { node, name, objective } } as WeightHistory;
  });
const shown = (folded: readonly string[], ...keys: string[]) =>
  linesOf(rows(...keys), new Set(folded)).map((line) =>
    line.kind === "group"
      ? `${"  ".repeat(line.depth)}${line.name} (${line.weights.length})`
      : `${"  ".repeat(line.depth)}${line.name}.${line.weight.latest.name}`,
  );

const keys = [
  "stem.weight",
  "a/0/conv.weight",
  "b/conv.weight",
  "a/0/norm.bias",
  "a/1/conv.weight",
  "head.bias",
];

describe("the rows of weights", () => {
  it("are a plain list without instances", () => {
    expect(shown([], "stem.weight", "head.bias")).toEqual(["stem.weight", "head.bias"]);
  });

  it("are grouped by instances, each once, with names relative to them", () => {
    expect(shown([], ...keys)).toEqual([
      "stem.weight",
      "a (3)",
      "  0 (2)",
      "    conv.weight",
      "    norm.bias",
      "  1 (1)",
      "    conv.weight",
      "b (1)",
      "  conv.weight",
      "head.bias",
    ]);
  });

  it("leave out what is folded", () => {
    expect(shown(["a", "b"], ...keys)).toEqual(["stem.weight", "a (3)", "b (1)", "head.bias"]);
    expect(shown(["a/0"], ...keys).slice(1, 4)).toEqual(["a (3)", "  0 (2)", "  1 (1)"]);
  });

  it("are grouped by objectives first, each with its own instances", () => {
    const updates = ["judge:a/fc.weight", "judge:out.bias", "generator:a/fc.weight"];
    expect(shown([], ...updates)).toEqual([
      "judge (2)",
      "  a (1)",
      "    fc.weight",
      "  out.bias",
      "generator (1)",
      "  a (1)",
      "    fc.weight",
    ]);
    expect(shown(["judge:a", "generator:"], ...updates)).toEqual([
      "judge (2)",
      "  a (1)",
      "  out.bias",
      "generator (1)",
    ]);
    expect(plainLines(rows(...updates)).map((line) => line.kind === "weight" && line.objective)).toEqual([
      "judge",
      "judge",
      "generator",
    ]);
  });

  it("are in groups from the outside", () => {
    const keys = (node: string, objective?: string) =>
      groupsOf({ node, objective }).map(({ key, path }) => [key, path]);
    expect(keys("stage1/0/conv")).toEqual([
      ["stage1", "stage1"],
      ["stage1/0", "stage1/0"],
    ]);
    expect(keys("conv")).toEqual([]);
    expect(keys("stage1/conv", "main")).toEqual([
      ["main:", ""],
      ["main:stage1", "stage1"],
    ]);
  });
});
