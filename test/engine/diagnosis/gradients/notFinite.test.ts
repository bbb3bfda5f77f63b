import { describe, expect, it } from "vitest";
import { kindsOf, norms, ratios, titles, weight } from "./network";

describe("weights that are not finite", () => {
  it("are reported as that and nothing else", () => {
    const bad = weight("a", { notFinite: 3, gradientNorms: [...norms(0.1), NaN], updateRatios: ratios(1) });
    expect(kindsOf([bad, weight("b")])).toEqual(["a.weight: not-finite"]);
  });

  it("are counted, and the one with the most NaN is named", () => {
    expect(titles([weight("a", { notFinite: 3 }), weight("b", { notFinite: 7 })])).toEqual([
      "b.weight and 1 more contain NaN.",
    ]);
  });
});
