import { describe, expect, it } from "vitest";
import { diagnose } from "../../../../engine/diagnosis/diagnose";
import { kindsOf, norms, weight } from "./network";

describe("vanishing gradients", () => {
  it("are those that fall by orders of magnitude towards the input", () => {
    const deep = [1e-6, 1e-5, 1e-3, 0.1].map((norm, index) =>
      weight(`layer${index}`, { gradientNorms: norms(norm) }),
    );
    expect(kindsOf(deep)).toEqual(["layer0.weight: vanishing", "layer1.weight: vanishing"]);
    const [finding] = diagnose(deep, []).findings;
    expect(finding).toMatchObject({ node: "layer0", keys: ["layer0.weight", "layer1.weight"] });
    expect(finding?.condition).toMatchObject({ reference: { key: "layer3.weight", rms: 0.01 } });
  });

  it("are compared by element, not by norm, and biases only with biases", () => {
    const large = weight("a", { size: 1_000_000, gradientNorms: norms(10) });
    expect(kindsOf([large, weight("b", { name: "bias", size: 1, gradientNorms: norms(50) })])).toEqual([]);
  });

  it("do not include a bias that a later normalisation cancels", () => {
    const bias = (node: string, norm: number) =>
      weight(node, { name: "bias", size: 4, gradientNorms: norms(norm) });
    const normalised = [weight("a"), bias("a", 1e-9), weight("b"), bias("b", 1)];
    expect(kindsOf(normalised)).toEqual([]);
    // If the same layer's weight gets none either, the gradient has vanished.
    const vanished = [
      weight("a", { gradientNorms: norms(1e-7) }),
      bias("a", 1e-9),
      weight("b"),
      bias("b", 1),
    ];
    expect(kindsOf(vanished).sort()).toEqual(["a.bias: vanishing", "a.weight: vanishing"]);
  });

  it("do not include small gradients near the loss or at the end of learning", () => {
    expect(kindsOf([weight("a"), weight("b", { gradientNorms: norms(1e-6) })])).toEqual([]);
    const done = [...norms(0.1), ...Array<number>(6).fill(1e-9)];
    expect(kindsOf([weight("a", { gradientNorms: done }), weight("b", { gradientNorms: done })])).toEqual([]);
  });

  it("do not include gradients that are only small compared with an exploding one", () => {
    expect(kindsOf([weight("a"), weight("b", { gradientNorms: norms(5000) })])).toEqual([
      "b.weight: exploding",
    ]);
  });

  it("include those of a network that never had a gradient", () => {
    const { findings } = diagnose(
      [weight("a", { gradientNorms: norms(0) }), weight("b", { gradientNorms: norms(0) })],
      [],
    );
    expect(findings[0]?.condition).toEqual({ kind: "vanishing", rms: 0, largest: 0, reference: undefined });
  });
});
