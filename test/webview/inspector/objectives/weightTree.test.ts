import { describe, expect, it } from "vitest";
import { pickRows, weightTree } from "../../../../webview/inspector/objectives/weightTree";
import { system } from "./systems";

const tree = weightTree(system());

describe("what an objective can update", () => {
  it("are nodes that hold weights which training can change, in their instances, also while shapes are unknown", () => {
    expect(Object.fromEntries(tree)).toEqual({
      "": ["stack", "student", "loose"],
      stack: ["stack/0", "stack/1"],
      "stack/0": ["stack/0/up", "stack/0/down"],
      "stack/1": ["stack/1/up", "stack/1/down"],
    });
  });

  const rows = (picked: string[], opened: string[] = [], search?: string) =>
    pickRows(tree, picked, new Set(opened), search).map(
      ({ depth, label, opens, isOpen, state }) =>
        `${"  ".repeat(depth)}${opens ? (isOpen ? "- " : "+ ") : ""}${label} ${state}`,
    );

  it("are listed with what is inside opened ones, and what is picked but unknown at the end", () => {
    expect(rows(["student", "gone"])).toEqual([
      "+ stack free",
      "student picked",
      "loose free",
      "gone picked",
    ]);
    expect(rows(["stack/0"], ["stack", "stack/0"])).toEqual([
      "- stack free",
      "  - 0 picked",
      "    up within",
      "    down within",
      "  + 1 free",
      "student free",
      "loose free",
    ]);
  });

  it("are found by a part of their path, after what is picked", () => {
    expect(rows(["student", "stack/1"], [], "UP")).toEqual([
      "student picked",
      "stack/1 picked",
      "stack/0/up free",
      "stack/1/up within",
    ]);
  });
});
