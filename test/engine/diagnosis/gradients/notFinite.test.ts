import { describe, expect, it } from "vitest";
import { kindsOf, norms, ratios, titles, weight } from "./network";

describe("numbers that are none", () => {
  it("names weights that hold NaN, and says nothing else about them", () => {
    const bad = weight("a", { notFinite: 3, gradientNorms: [...norms(0.1), NaN], updateRatios: ratios(1) });
    expect(kindsOf([bad, weight("b")])).toEqual(["a.weight: not-finite"]);
  });

  it("counts the weights that have it, and names the one with most", () => {
    expect(titles([weight("a", { notFinite: 3 }), weight("b", { notFinite: 7 })])).toEqual([
      "b.weight and 1 more hold NaN.",
    ]);
  });
});
