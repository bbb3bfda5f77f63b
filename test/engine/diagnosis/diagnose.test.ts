import { describe, expect, it } from "vitest";
import { diagnose } from "../../../engine/diagnosis/diagnose";
import { kindsOf, norms, ratios, weight } from "./gradients/network";

describe("diagnose", () => {
  it("leaves a healthy network in peace, also layers a factor of 100 apart", () => {
    expect(
      kindsOf([
        weight("a", { gradientNorms: norms(1e-3) }),
        weight("b"),
        weight("b", { name: "bias", size: 10 }),
      ]),
    ).toEqual([]);
  });

  it("puts the worst first, on a row and among the findings", () => {
    const both = weight("a", { gradientNorms: norms(500), updateRatios: ratios(0.2) });
    const { conditions, findings } = diagnose([both, weight("b", { notFinite: 1 })], []);
    expect(conditions.get("a.weight")?.map(({ kind }) => kind)).toEqual(["exploding", "too-fast"]);
    expect(findings.map(({ condition }) => condition.kind)).toEqual(["not-finite", "exploding", "too-fast"]);
  });

  it("takes linear time", () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      weight(`n${index}`, { gradientNorms: norms(200 + index), updateRatios: ratios(0.1 + index / 1e6) }),
    );
    const relus = many.map(({ node }) => ({ node: `r${node}`, follows: node, deadShares: [1, 1, 1] }));
    expect(diagnose(many, relus).findings.map(({ keys }) => keys.length)).toEqual([20_000, 20_000, 20_000]);
  }, 5000);

  it("judges nothing where there is nothing", () => {
    expect(diagnose([], [])).toEqual({ conditions: new Map(), findings: [], converged: false });
  });
});
