import { describe, expect, it } from "vitest";
import {
  addObjective,
  onePerLoss,
  pickLoss,
  pickUpdated,
  removeObjective,
  windowWith,
} from "../../../../webview/inspector/objectives/objectiveEdits";
import { writtenObjectives } from "../../../../webview/inspector/objectives/writtenObjectives";
import { system } from "./systems";

const set = (path: string[], value?: unknown) => ({
  kind: "training",
  path: ["objectives", ...path],
  ...(value !== undefined && { value }),
});

describe("a new objective", () => {
  it("minimises the losses that no other does, or else all of them, under a free name", () => {
    expect(addObjective(system()).edit).toEqual(set(["objective"], { losses: ["first", "second"] }));
    expect(addObjective(system({ objective: { losses: ["first"] } }))).toEqual({
      name: "objective2",
      edit: set(["objective2"], { losses: ["second"] }),
    });
    expect(addObjective(system({ a: { losses: ["first", "second"] } })).edit).toEqual(
      set(["objective"], { losses: ["first", "second"] }),
    );
  });

  it("may be one for each loss", () => {
    expect(onePerLoss(system())).toEqual(
      set([], { first: { losses: ["first"] }, second: { losses: ["second"] } }),
    );
  });
});

describe("the edits of an objective", () => {
  const written = { losses: ["first", "second"], weights: { second: 2 }, updates: ["student", "stack/0/up"] };
  const [objective] = writtenObjectives(system({ a: written }).graph);
  if (!objective) throw new Error("no objective");

  it("pick a loss, and remove it together with its weight", () => {
    expect(pickLoss(objective, "first", false)).toEqual(set(["a", "losses"], ["second"]));
    expect(pickLoss(objective, "second", false)).toEqual({
      kind: "all",
      edits: [set(["a", "losses"], ["first"]), set(["a", "weights", "second"])],
    });
    expect(pickLoss(objective, "third", true)).toEqual(set(["a", "losses"], ["first", "second", "third"]));
  });

  it("pick an instance in place of what is inside it, and write nothing if nothing is left", () => {
    expect(pickUpdated(objective, "stack", true)).toEqual(set(["a", "updates"], ["student", "stack"]));
    expect(pickUpdated(objective, "student", false)).toEqual(set(["a", "updates"], ["stack/0/up"]));
    expect(pickUpdated({ ...objective, updates: ["student"] }, "student", false)).toEqual(
      set(["a", "updates"]),
    );
  });

  it("remove it, and what is watched if that is one of its figures", () => {
    expect(removeObjective(system({ a: written }, { watch: "validation.loss" }), "a")).toEqual(set(["a"]));
    for (const watch of ["validation.a/loss", "a/accuracy"])
      expect(removeObjective(system({ a: written }, { watch }), "a")).toEqual({
        kind: "all",
        edits: [set(["a"]), { kind: "training", path: ["watch"] }],
      });
    expect(removeObjective(system({ a: written }, { watch: "ab/loss" }), "a")).toEqual(set(["a"]));
  });

  it.each([
    [undefined, "first", 3, [3, 10]],
    [undefined, "first", 12, [12, 12]],
    [undefined, "last", 5, [1, 5]],
    [undefined, "last", undefined, undefined],
    [[3, 8], "first", 4, [4, 8]],
    [[3, 8], "last", 9, [3, 9]],
    [[3, 8], "first", undefined, [1, 8]],
    [[1, 8], "first", undefined, undefined],
    [[3, 8], "last", undefined, [3, 10]],
    [[3, 10], "last", undefined, undefined],
    [[3, 8], "first", 9, [9, 8]],
  ] as const)("change the window %j by its %s epoch, %s", (epochs, end, value, wanted) => {
    expect(windowWith(epochs, end, value, 10)).toEqual(wanted);
  });

  it("end a window without a last epoch where it begins, if the number of epochs is not written", () => {
    expect(windowWith(undefined, "first", 3, undefined)).toEqual([3, 3]);
  });
});

it("reads objectives whose values are wrong", () => {
  const { graph } = system({ a: 3, b: { losses: "first", updates: [1, "x"], weights: [], epochs: [1] } });
  expect(writtenObjectives(graph).map(({ members: _, ...rest }) => rest)).toEqual([
    { name: "a", losses: [], updates: [], weights: {}, epochs: undefined },
    { name: "b", losses: [], updates: ["x"], weights: {}, epochs: undefined },
  ]);
});
