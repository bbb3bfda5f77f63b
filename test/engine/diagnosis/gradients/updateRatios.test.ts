import { describe, expect, it } from "vitest";
import { kindsOf, norms, ratios, weight } from "./network";

describe("update ratios", () => {
  it("are ignored after only a few steps, for biases, and if gradients vanish", () => {
    expect(kindsOf([weight("a", { updateRatios: [0.1, 0.1] })])).toEqual([]);
    expect(kindsOf([weight("a", { name: "bias_ih_l0", updateRatios: ratios(0.5) })])).toEqual([]);
    const early = weight("a", { updateRatios: [0.2, 0.1, 0.08, 0.04, 0.02] });
    expect(kindsOf([early])).toEqual([]);
    const vanishing = ["a", "b", "c"].map((node) =>
      weight(node, { gradientNorms: norms(1e-9), updateRatios: ratios(1e-8) }),
    );
    expect(kindsOf([...vanishing, weight("d", { updateRatios: ratios(0.02) })])).toEqual([
      "a.weight: vanishing",
      "b.weight: vanishing",
      "c.weight: vanishing",
    ]);
  });
});
