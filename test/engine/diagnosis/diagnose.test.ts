import { describe, expect, it } from "vitest";
import { diagnose } from "../../../engine/diagnosis/diagnose";
import { kindsOf, norms, ratios, weight } from "./gradients/network";

describe("diagnose", () => {
  it("finds nothing in a healthy network, even with layers a factor of 100 apart", () => {
    expect(
      kindsOf([
        weight("a", { gradientNorms: norms(1e-3) }),
        weight("b"),
        weight("b", { name: "bias", size: 10 }),
      ]),
    ).toEqual([]);
  });

  it("sorts a weight's conditions and the findings, worst first", () => {
    const both = weight("a", { gradientNorms: norms(500), updateRatios: ratios(0.2) });
    const { conditions, findings } = diagnose([both, weight("b", { notFinite: 1 })], []);
    expect(conditions.get("a.weight")?.map(({ kind }) => kind)).toEqual(["exploding", "too-fast"]);
    expect(findings.map(({ condition }) => condition.kind)).toEqual(["not-finite", "exploding", "too-fast"]);
  });

  it("takes linear time", () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      weight(`n${index}`, { gradientNorms: norms(200 + index), updateRatios: ratios(0.1 + index / 1e6) }),
    );
    const relus = many.map(({ node }) => ({ node: `r${node}`, follows: node, deadFractions: [1, 1, 1] }));
    expect(diagnose(many, relus).findings.map(({ keys }) => keys.length)).toEqual([20_000, 20_000, 20_000]);
  }, 5000);

  it("finds nothing in an empty network", () => {
    expect(diagnose([], [])).toEqual({ conditions: new Map(), findings: [], converged: false });
  });
});
