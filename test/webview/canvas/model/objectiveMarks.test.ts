import { describe, expect, it } from "vitest";
import { objectiveMarks } from "../../../../webview/canvas/model/objectiveMarks";
import { system } from "../../inspector/objectives/systems";

const both = {
  one: { losses: ["first"], updates: ["stack/1"] },
  two: { losses: ["second"] },
};

function marked(typed: ReturnType<typeof system>, shown?: string) {
  return Object.fromEntries(
    [...objectiveMarks(typed, shown)].map(([path, marks]) => [
      path,
      marks.map(({ objective, minimises, updates }) =>
        [objective, minimises && "minimises", updates && "updates"].filter(Boolean).join(" "),
      ),
    ]),
  );
}

describe("what objectives do with nodes", () => {
  it("is marked at the nodes and at the instances that they are in, for all objectives or for one", () => {
    const one = {
      stack: ["one updates"],
      "stack/1": ["one updates"],
      "stack/1/up": ["one updates"],
      "stack/1/down": ["one updates"],
      first: ["one minimises"],
    };
    // The weights of `teacher` are those of `student`, and are changed through either.
    const two = { teacher: ["two updates"], student: ["two updates"], second: ["two minimises"] };
    expect(marked(system(both))).toEqual({ ...one, ...two });
    expect(marked(system(both), "one")).toEqual(one);
    expect(marked(system(both), "two")).toEqual(two);
    expect(marked(system(both), "gone")).toEqual({ ...one, ...two });
  });

  it("is nothing without objectives", () => {
    expect(marked(system())).toEqual({});
  });

  it("has the colour of the objective's place among all that are written", () => {
    const typed = system({ wrong: 3, ...both, loss: { losses: ["first"] } });
    expect(objectiveMarks(typed, "two").get("second")?.[0]?.hue).toBe(2);
    expect(
      objectiveMarks(typed)
        .get("first")
        ?.map(({ hue }) => hue),
    ).toEqual([1, 3]);
  });

  it("stays the same object where it does not change", () => {
    const before = objectiveMarks(system(both));
    const after = objectiveMarks(
      system({ ...both, one: { losses: ["first"], updates: ["student"] } }),
      undefined,
      before,
    );
    expect(after.get("second")).toBe(before.get("second"));
    expect(after.get("first")).toBe(before.get("first"));
    expect(after.get("student")).not.toBe(before.get("student"));
    expect(after.has("stack")).toBe(false);
  });
});
