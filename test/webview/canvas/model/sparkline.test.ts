import { describe, expect, it } from "vitest";
import { sparkline } from "../../../../webview/canvas/model/sparkline";

describe("a sparkline", () => {
  it("has the largest value at the top and leaves a gap where a value is not finite", () => {
    expect(sparkline([1, 0], 10, 10)).toBe("M0.0,1.5 L10.0,8.5");
    expect(sparkline([1, 0, NaN, 0, 1], 8, 10)).toBe("M0.0,1.5 L2.0,8.5 M6.0,8.5 L8.0,1.5");
  });

  it("is empty for fewer than two values, and flat for equal ones", () => {
    expect(sparkline([3, NaN], 10, 10)).toBe("");
    expect(sparkline([2, 2], 10, 10)).toBe("M0.0,5.0 L10.0,5.0");
  });
});
