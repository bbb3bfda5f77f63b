import { describe, expect, it } from "vitest";
import { pngLimits, pngScale } from "../../../../webview/canvas/picture/pngScale";

describe("the scale of a PNG picture", () => {
  it("is what is wanted as long as there are not too many pixels", () => {
    expect(pngScale(1000, 800)).toBe(2);
    expect(pngScale(1000, 800, 3)).toBe(3);
  });

  it("is smaller for a large picture, and none if it had to be below that of the canvas", () => {
    for (const [width, height] of [
      [6000, 6000],
      [12_000, 100],
      [50, 16_384],
    ] as const) {
      const scale = pngScale(width, height)!;
      expect(scale).toBeGreaterThanOrEqual(1);
      expect(scale).toBeLessThan(2);
      expect(Math.floor(width * scale) * Math.floor(height * scale)).toBeLessThanOrEqual(pngLimits.pixels);
      expect(Math.max(width, height) * scale).toBeLessThanOrEqual(pngLimits.side);
    }
    expect(pngScale(16_385, 10)).toBeUndefined();
    expect(pngScale(10_000, 10_000)).toBeUndefined();
  });
});
