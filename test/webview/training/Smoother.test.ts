import { describe, expect, it } from "vitest";
import { Smoother } from "../../../webview/training/Smoother";

describe("Smoother", () => {
  it("starts at the first value rather than near zero", () => {
    const smoother = new Smoother(0.9);
    expect(smoother.next(2.3)).toBeCloseTo(2.3, 12);
    expect(smoother.next(1.3)).toBeCloseTo((0.9 * 2.3 + 1.3) / 1.9, 12);
  });

  it("leaves a constant unchanged, and everything at weight 0", () => {
    const heavy = new Smoother(0.999);
    for (let step = 0; step < 1000; step++) expect(heavy.next(0.5)).toBeCloseTo(0.5, 9);
    const none = new Smoother(0);
    expect([3, 1, 2].map((value) => none.next(value))).toEqual([3, 1, 2]);
  });

  it("returns a value that is not finite and otherwise ignores it", () => {
    const smoother = new Smoother(0.5);
    smoother.next(4);
    expect(smoother.next(NaN)).toBeNaN();
    expect(smoother.next(4)).toBeCloseTo(4, 12);
  });
});
