import { describe, expect, it } from "vitest";
import { thin } from "../../../webview/training/thin";

const ramp = (length: number) => Float64Array.from({ length }, (_, index) => index);

describe("thin", () => {
  it("keeps everything that fits", () => {
    expect(thin(ramp(8), ramp(8), 2, 6, 2)).toEqual([2, 3, 4, 5]);
  });

  it("keeps the lowest and the highest of every column, in order", () => {
    const values = Float64Array.of(0, 5, 1, 2, 9, 3, -4, 8);
    expect(thin(ramp(8), values, 0, 8, 2)).toEqual([0, 1, 4, 6]);
  });

  it("does not lose a spike among 100,000 points", () => {
    const values = new Float64Array(100_000);
    values[77_777] = 1;
    values[12_345] = -1;
    const picked = thin(ramp(100_000), values, 0, 100_000, 300);
    expect(picked).toContain(77_777);
    expect(picked).toContain(12_345);
    expect(picked.length).toBeLessThanOrEqual(600);
    expect(picked).toEqual([...picked].sort((a, b) => a - b));
  });

  it("returns one index for a column without finite values, so that the line breaks", () => {
    const values = Float64Array.from({ length: 20 }, (_, index) => (index >= 10 ? NaN : index));
    expect(thin(ramp(20), values, 0, 20, 2)).toEqual([0, 9, 10]);
  });

  it("divides columns by x, not by index", () => {
    const x = Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 100);
    expect(thin(x, ramp(10), 0, 10, 2)).toEqual([0, 8, 9]);
  });
});
