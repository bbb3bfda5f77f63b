import { describe, expect, it } from "vitest";
import { diagnose } from "../../../../engine/diagnosis/diagnose";
import { kindsOf, norms, weight } from "./network";

describe("dead units", () => {
  it("reports dead units on the weights that feed them, after several batches", () => {
    const fed = [weight("hidden"), weight("hidden", { name: "bias" }), weight("logits")];
    const relu = (deadFractions: readonly number[]) => [{ node: "relu", follows: "hidden", deadFractions }];
    expect(kindsOf(fed, relu([0.5, 0.6, 0.62]))).toEqual(["hidden.weight: dead", "hidden.bias: dead"]);
    expect(kindsOf(fed, relu([0.5, 0.1, 0.62]))).toEqual([]);
    expect(kindsOf(fed, relu([0.9, 0.9]))).toEqual([]);
    expect(diagnose(fed, relu([0.5, 0.6, 0.62])).findings[0]).toMatchObject({
      node: "relu",
      condition: { kind: "dead", fraction: 0.5 },
    });
  });

  it("finds dead units even if the weights that feed them are not known", () => {
    const { conditions, findings } = diagnose(
      [weight("a")],
      [{ node: "relu", follows: undefined, deadFractions: [1, 1, 1] }],
    );
    expect([conditions.size, findings[0]?.node, findings[0]?.keys]).toEqual([0, "relu", []]);
  });

  it("reports gradients that dead units block as an effect of the dead units", () => {
    const cut = [0, 0, 0].map((norm, index) =>
      weight(`layer${index}`, { gradientNorms: [...norms(1), ...norms(norm)] }),
    );
    const bias = weight("layer2", { name: "bias", size: 1, gradientNorms: norms(0.1) });
    const relu = [{ node: "relu1", follows: "layer1", deadFractions: [1, 1, 1] }];
    const { findings, conditions } = diagnose([...cut, bias], relu, { first: 2.3, now: 2.31 });
    expect(findings.map(({ condition }) => condition.kind)).toEqual(["dead"]);
    expect(findings[0]).toMatchObject({ node: "relu1", condition: { activation: "relu1", cutOff: false } });
    expect(conditions.get("layer0.weight")?.[0]).toMatchObject({ kind: "dead", cutOff: true });
    // Half of the units being dead does not explain a fall by orders of magnitude.
    const half = [{ node: "relu1", follows: "layer1", deadFractions: [0.5, 0.5, 0.5] }];
    const deep = [weight("layer0", { gradientNorms: norms(1e-7) }), weight("layer1"), weight("layer2")];
    expect(diagnose(deep, half).findings.map(({ condition }) => condition.kind)).toEqual([
      "dead",
      "vanishing",
    ]);
  });
});
