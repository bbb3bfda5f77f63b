import { describe, expect, it } from "vitest";
import { diagnose } from "../../../../engine/diagnosis/diagnose";
import { kindsOf, ratios, titles, weight } from "./network";

describe("updates that are too slow", () => {
  it("are two orders of magnitude below the usual ratio, while there is something to learn", () => {
    const slow = [weight("a", { updateRatios: ratios(1e-6) })];
    expect(kindsOf(slow)).toEqual(["a.weight: too-slow"]);
    expect(titles(slow)).toEqual(["a.weight hardly changes."]);
    expect(diagnose(slow, [], { first: 2, now: 1e-9 }).findings).toEqual([]);
  });
});
