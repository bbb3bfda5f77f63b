import { describe as suite, expect, it } from "vitest";
import { describe, tagOf } from "../../../engine/diagnosis/describe";

suite("findings in words", () => {
  it("says who, how much, and what to do", () => {
    const fast = { kind: "too-fast", ratio: 1 / 180, others: 1 / 1400 } as const;
    expect(tagOf(fast)).toBe("fast 1:180");
    expect(describe({ condition: fast, keys: ["logits.weight"], node: "logits" })).toEqual({
      title: "logits.weight learns much faster than the rest.",
      evidence: "Its update is 1:180 of the weight, the others' 1:1,400. Usual is about 1:1,000.",
      advice: "Lower the learning rate. Adam scales each weight's step by itself.",
    });
  });

  it("counts the others, and speaks of a lone weight without them", () => {
    const vanishing = {
      kind: "vanishing",
      rms: 2e-9,
      largest: 1e-8,
      reference: { key: "e.weight", rms: 0.01 },
    } as const;
    const keys = ["a.weight", "b.weight", "c.weight"];
    expect(describe({ condition: vanishing, keys, node: "a" }).title).toBe(
      "Gradients vanish on their way to a.weight and 2 more.",
    );
    const slow = { kind: "too-slow", ratio: 1e-6, others: NaN } as const;
    expect(describe({ condition: slow, keys: ["a.weight"], node: "a" }).evidence).toBe(
      "Its update is 1:1,000,000 of the weight. Usual is about 1:1,000.",
    );
  });

  it("names the activation whose units are dead", () => {
    const dead = { kind: "dead", share: 0.62, activation: "relu", cutOff: false } as const;
    expect(describe({ condition: dead, keys: [], node: "relu" }).title).toBe(
      "62\u202f% of the units before relu are dead.",
    );
  });
});
