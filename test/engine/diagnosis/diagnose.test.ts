import { describe, expect, it } from "vitest";
import { diagnose } from "../../../engine/diagnosis/diagnose";
import type { ObservedActivation, ObservedWeight } from "../../../engine/diagnosis/observed";

/** A healthy weight of 100 elements whose gradient norm is 0.1 and which changes by a thousandth. */
function weight(node: string, other: Partial<ObservedWeight> = {}): ObservedWeight {
  const name = other.name ?? "weight";
  const gradientNorms = other.gradientNorms ?? Array<number>(10).fill(0.1);
  return {
    node,
    key: `${node}.${name}`,
    name,
    size: 100,
    gradientNorms,
    largestNorm: Math.max(0, ...gradientNorms.filter(Number.isFinite)),
    updateRatios: Array<number>(5).fill(1e-3),
    weightNorm: 1,
    notFinite: 0,
    ...other,
  };
}
const norms = (norm: number) => Array<number>(10).fill(norm);
const ratios = (ratio: number) => Array<number>(5).fill(ratio);
const kindsOf = (weights: readonly ObservedWeight[], activations: readonly ObservedActivation[] = []) =>
  [...diagnose(weights, activations).conditions].map(
    ([key, list]) => `${key}: ${list.map(({ kind }) => kind).join(" ")}`,
  );

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

  it("names weights that hold NaN, and says nothing else about them", () => {
    const bad = weight("a", { notFinite: 3, gradientNorms: [...norms(0.1), NaN], updateRatios: ratios(1) });
    expect(kindsOf([bad, weight("b")])).toEqual(["a.weight: notFinite"]);
  });

  it("names a large gradient, and one that outgrew its own past", () => {
    expect(kindsOf([weight("a", { gradientNorms: [150] })])).toEqual(["a.weight: exploding"]);
    expect(kindsOf([weight("a", { gradientNorms: [...norms(0.02), 5, 20, 30] })])).toEqual([
      "a.weight: exploding",
    ]);
    // Squares that do not fit into float32 arrive as no number.
    expect(kindsOf([weight("a", { gradientNorms: [NaN] })])).toEqual(["a.weight: exploding"]);
    // Growth of a gradient that is still small, or one wild batch, is no explosion.
    expect(kindsOf([weight("a", { gradientNorms: [...norms(1e-4), 0.5, 0.5, 0.5] })])).toEqual([]);
    expect(kindsOf([weight("a", { gradientNorms: [...norms(0.1), 300] })])).toEqual([]);
  });

  it("names gradients that fall by orders of magnitude towards the input", () => {
    const deep = [1e-6, 1e-5, 1e-3, 0.1].map((norm, index) =>
      weight(`layer${index}`, { gradientNorms: norms(norm) }),
    );
    expect(kindsOf(deep)).toEqual(["layer0.weight: vanishing", "layer1.weight: vanishing"]);
    const [finding] = diagnose(deep, []).findings;
    expect(finding).toMatchObject({ node: "layer0", keys: ["layer0.weight", "layer1.weight"] });
    expect(finding?.condition).toMatchObject({ reference: { key: "layer3.weight", rms: 0.01 } });
  });

  it("compares elements, not norms, and biases with biases", () => {
    const large = weight("a", { size: 1_000_000, gradientNorms: norms(10) });
    expect(kindsOf([large, weight("b", { name: "bias", size: 1, gradientNorms: norms(50) })])).toEqual([]);
  });

  it("does not mistake small gradients near the loss for vanishing, nor the end of learning", () => {
    expect(kindsOf([weight("a"), weight("b", { gradientNorms: norms(1e-6) })])).toEqual([]);
    const done = [...norms(0.1), ...Array<number>(6).fill(1e-9)];
    expect(kindsOf([weight("a", { gradientNorms: done }), weight("b", { gradientNorms: done })])).toEqual([]);
  });

  it("does not call others vanishing beside an explosion", () => {
    expect(kindsOf([weight("a"), weight("b", { gradientNorms: norms(5000) })])).toEqual([
      "b.weight: exploding",
    ]);
  });

  it("names a network that never had a gradient", () => {
    const { findings } = diagnose(
      [weight("a", { gradientNorms: norms(0) }), weight("b", { gradientNorms: norms(0) })],
      [],
    );
    expect(findings[0]?.condition).toEqual({ kind: "vanishing", rms: 0, largest: 0, reference: undefined });
  });

  it("names dead units on the weights that feed them, after several batches", () => {
    const fed = [weight("hidden"), weight("hidden", { name: "bias" }), weight("logits")];
    const relu = (deadShares: readonly number[]) => [{ node: "relu", follows: "hidden", deadShares }];
    expect(kindsOf(fed, relu([0.5, 0.6, 0.62]))).toEqual(["hidden.weight: dead", "hidden.bias: dead"]);
    expect(kindsOf(fed, relu([0.5, 0.1, 0.62]))).toEqual([]);
    expect(kindsOf(fed, relu([0.9, 0.9]))).toEqual([]);
    expect(diagnose(fed, relu([0.5, 0.6, 0.62])).findings[0]).toMatchObject({
      node: "relu",
      condition: { kind: "dead", share: 0.5 },
    });
  });

  it("finds dead units also where nothing says which weights feed them", () => {
    const { conditions, findings } = diagnose(
      [weight("a")],
      [{ node: "relu", follows: undefined, deadShares: [1, 1, 1] }],
    );
    expect([conditions.size, findings[0]?.node, findings[0]?.keys]).toEqual([0, "relu", []]);
  });

  it("names updates that are too fast, in themselves or among their like, and too slow", () => {
    expect(kindsOf([weight("a", { updateRatios: ratios(0.1) })])).toEqual(["a.weight: tooFast"]);
    // A first update may be large, but not larger than the weight by far: such a run does not last for five probes.
    expect(kindsOf([weight("a", { updateRatios: [0.1] })])).toEqual([]);
    expect(kindsOf([weight("a", { updateRatios: [1] })])).toEqual([]);
    expect(kindsOf([weight("a", { updateRatios: [] })])).toEqual([]);
    expect(kindsOf([weight("a", { updateRatios: [9.6] }), weight("b")])).toEqual(["a.weight: tooFast"]);
    const like = ["a", "b", "c"].map((node) => weight(node, { updateRatios: ratios(7e-4) }));
    expect(kindsOf([...like, weight("logits", { updateRatios: ratios(5.6e-3) })])).toEqual([
      "logits.weight: tooFast",
    ]);
    expect(kindsOf([weight("a", { updateRatios: ratios(1e-6) })])).toEqual(["a.weight: tooSlow"]);
  });

  it("judges no pace from a few steps, of biases, or where gradients vanish", () => {
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

  it("puts the worst first, on a row and among the findings", () => {
    const both = weight("a", { gradientNorms: norms(500), updateRatios: ratios(0.2) });
    const { conditions, findings } = diagnose([both, weight("b", { notFinite: 1 })], []);
    expect(conditions.get("a.weight")?.map(({ kind }) => kind)).toEqual(["exploding", "tooFast"]);
    expect(findings.map(({ condition }) => condition.kind)).toEqual(["notFinite", "exploding", "tooFast"]);
  });

  it("tells what follows from dead units with them", () => {
    const cut = [0, 0, 0].map((norm, index) =>
      weight(`layer${index}`, { gradientNorms: [...norms(1), ...norms(norm)] }),
    );
    const bias = weight("layer2", { name: "bias", size: 1, gradientNorms: norms(0.1) });
    const relu = [{ node: "relu1", follows: "layer1", deadShares: [1, 1, 1] }];
    const { findings, conditions } = diagnose([...cut, bias], relu, { first: 2.3, now: 2.31 });
    expect(findings.map(({ condition }) => condition.kind)).toEqual(["dead"]);
    expect(findings[0]).toMatchObject({ node: "relu1", condition: { activation: "relu1", cutOff: false } });
    expect(conditions.get("layer0.weight")?.[0]).toMatchObject({ kind: "dead", cutOff: true });
    // Half of the units are no reason for a fall by orders of magnitude.
    const half = [{ node: "relu1", follows: "layer1", deadShares: [0.5, 0.5, 0.5] }];
    const deep = [weight("layer0", { gradientNorms: norms(1e-7) }), weight("layer1"), weight("layer2")];
    expect(diagnose(deep, half).findings.map(({ condition }) => condition.kind)).toEqual([
      "dead",
      "vanishing",
    ]);
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
