import { describe, expect, it } from "vitest";
import { kindsOf, ratios, weight } from "./network";

describe("updates that are too fast", () => {
  it("are large at each of several probes, or far above those of the other weights", () => {
    expect(kindsOf([weight("a", { updateRatios: ratios(0.1) })])).toEqual(["a.weight: too-fast"]);
    // A first update may be large, but not far larger than the weight: such a run is ruined before five probes.
    expect(kindsOf([weight("a", { updateRatios: [0.1] })])).toEqual([]);
    expect(kindsOf([weight("a", { updateRatios: [1] })])).toEqual([]);
    expect(kindsOf([weight("a", { updateRatios: [] })])).toEqual([]);
    expect(kindsOf([weight("a", { updateRatios: [9.6] }), weight("b")])).toEqual(["a.weight: too-fast"]);
    const like = ["a", "b", "c"].map((node) => weight(node, { updateRatios: ratios(7e-4) }));
    expect(kindsOf([...like, weight("logits", { updateRatios: ratios(5.6e-3) })])).toEqual([
      "logits.weight: too-fast",
    ]);
  });
});
