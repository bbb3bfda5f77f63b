import { describe, expect, it } from "vitest";
import { outputProbes, weightProbes } from "../../../engine/probes";

describe("the table of probes", () => {
  it.each([weightProbes, outputProbes])(
    "names each once, and nothing that a record says besides",
    (...table) => {
      const names = table.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const reserved of ["node", "name", "size", "follows"]) expect(names).not.toContain(reserved);
    },
  );

  it("is what earlier runs hold, whose folders are read by these names", () => {
    expect(weightProbes.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "gradientNorm",
        "weightNorm",
        "updateRatio",
        "zeroShare",
        "notFinite",
        "weightHistogram",
        "gradientHistogram",
      ]),
    );
    expect(outputProbes.map(({ name }) => name)).toEqual(expect.arrayContaining(["zeroShare", "deadShare"]));
  });
});
