import { describe, expect, it } from "vitest";
import { diagnose } from "../../../../engine/diagnosis/diagnose";
import { describe as inWords } from "../../../../engine/diagnosis/describe";
import { kindsOf, norms, weight } from "./network";

describe("exploding gradients", () => {
  it("finds a large gradient, and one that has grown far beyond what it was", () => {
    expect(kindsOf([weight("a", { gradientNorms: [150] })])).toEqual(["a.weight: exploding"]);
    expect(kindsOf([weight("a", { gradientNorms: [...norms(0.02), 5, 20, 30] })])).toEqual([
      "a.weight: exploding",
    ]);
    // A sum of squares that overflows float32 arrives as NaN.
    expect(kindsOf([weight("a", { gradientNorms: [NaN] })])).toEqual(["a.weight: exploding"]);
    // Growth of a gradient that is still small, or a single outlier batch, is no explosion.
    expect(kindsOf([weight("a", { gradientNorms: [...norms(1e-4), 0.5, 0.5, 0.5] })])).toEqual([]);
    expect(kindsOf([weight("a", { gradientNorms: [...norms(0.1), 300] })])).toEqual([]);
  });

  it("says how large it is, and how large it was if that is known", () => {
    const evidence = (gradientNorms: number[]) => {
      const [finding] = diagnose([weight("a", { gradientNorms })], []).findings;
      return finding && inWords(finding).evidence;
    };
    expect(evidence([150])).toBe("Its norm is 150; normally it is below 100.");
    expect(evidence([...norms(0.02), 5, 20, 30])).toBe("Its norm is 20; it was about 0.02 before.");
  });
});
