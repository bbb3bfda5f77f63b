import { describe as suite, expect, it } from "vitest";
import { describe, tagOf } from "../../../engine/diagnosis/describe";

suite("describe", () => {
  it("gives the weight, the numbers and advice", () => {
    const fast = { kind: "too-fast", ratio: 1 / 180, others: 1 / 1400 } as const;
    expect(tagOf(fast)).toBe("fast 1:180");
    expect(describe({ condition: fast, keys: ["logits.weight"], node: "logits" })).toEqual({
      title: "logits.weight learns much faster than the rest.",
      evidence:
        "Its update-to-weight ratio is 1:180, compared with 1:1,400 for the other weights. About 1:1,000 is usual.",
      advice: "Lower the learning rate, or use Adam, which scales the step of each weight.",
    });
  });

  it("counts the other weights, and leaves them out if there are none", () => {
    const vanishing = {
      kind: "vanishing",
      rms: 2e-9,
      largest: 1e-8,
      reference: { key: "e.weight", rms: 0.01 },
    } as const;
    const keys = ["a.weight", "b.weight", "c.weight"];
    expect(describe({ condition: vanishing, keys, node: "a" }).title).toBe(
      "Gradients vanish before they reach a.weight and 2 more.",
    );
    const slow = { kind: "too-slow", ratio: 1e-6, others: NaN } as const;
    expect(describe({ condition: slow, keys: ["a.weight"], node: "a" }).evidence).toBe(
      "Its update-to-weight ratio is 1:1,000,000. About 1:1,000 is usual.",
    );
  });

  it("names the activation whose units are dead", () => {
    const dead = { kind: "dead", fraction: 0.62, activation: "relu", cutOff: false } as const;
    expect(describe({ condition: dead, keys: [], node: "relu" }).title).toBe(
      "62\u202f% of the units before relu are dead.",
    );
  });
});
