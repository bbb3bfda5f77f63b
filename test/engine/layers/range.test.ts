import { describe, expect, it } from "vitest";
import { anyNumber, atLeast, between, combined } from "../../../engine/layers/range";

const data = { node: "data", port: "x", measured: true, lowAt: 1, highAt: 2 };
const measured = { ...between(1, 4), data };

describe("a combination of two ranges", () => {
  it("holds every result", () => {
    expect(combined((a, b) => a * b, between(-2, 3), between(-5, 1))).toMatchObject({ low: -15, high: 10 });
    expect(combined((a, b) => a + b, atLeast(1), between(0, 2))).toMatchObject({ low: 1, high: Infinity });
    expect(combined((a, b) => a * b, anyNumber, between(0, 1))).toEqual(anyNumber);
  });

  it("keeps the data that a single number shifts or turns around", () => {
    expect(combined((a, b) => a - b, measured, between(1, 1))).toMatchObject({ low: 0, high: 3, data });
    expect(combined((a, b) => a - b, between(1, 1), measured)).toMatchObject({
      low: -3,
      high: 0,
      data: { lowAt: 2, highAt: 1 },
    });
    expect(combined((a, b) => a + b, measured, between(0, 1)).data).toBeUndefined();
  });
});
