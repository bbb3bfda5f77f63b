import { describe, expect, it } from "vitest";
import {
  figureOf,
  pathOf,
  readFigure,
  readPath,
  statePath,
  weightOfState,
} from "../../../engine/tensor/path";

const nodes = ["conv1", "stage1/conv1", "stage1/0/conv1", "a/b/12/c"];
const names = ["output", "weight", "weight_ih_l0", "out_proj.weight"];
const pairs = nodes.flatMap((node) => names.map((name) => ({ node, name })));

describe("a path", () => {
  it("is read as it was written, in blocks of any depth", () => {
    expect(pathOf("stage1/0/conv1", "weight")).toBe("stage1/0/conv1.weight");
    for (const { node, name } of pairs) expect(readPath(pathOf(node, name))).toEqual({ node, name });
  });

  it("of an objective's figure is read as it was written, and is nothing else", () => {
    expect(readFigure(figureOf("generator", "loss"))).toEqual({ objective: "generator", figure: "loss" });
    for (const text of ["loss", "/loss", "generator/", "a/b/loss", "block/loss.accuracy"])
      expect(readFigure(text)).toBeUndefined();
  });

  it("is no text without a node or a name", () => {
    for (const text of ["", "conv1", ".weight", "conv1.", "stage1/0/conv1"])
      expect(readPath(text)).toBeUndefined();
  });

  it("of an optimizer's memory says the weight, which has none itself", () => {
    expect(statePath("optimizer", "exp_avg")).toBe("optimizer/exp_avg");
    expect(weightOfState("optimizer/exp_avg")).toBeUndefined();
    for (const { node, name } of pairs) {
      const weight = pathOf(node, name);
      expect(weightOfState(statePath(weight, "exp_avg"))).toBe(weight);
      expect(weightOfState(weight)).toBeUndefined();
    }
  });
});
