import { describe, expect, it } from "vitest";
import { formatNumber, formatRatio, formatFraction } from "../../../engine/run/format";

describe("numbers for people", () => {
  it.each([
    [2.3129, "2.31"],
    [0.04123, "0.0412"],
    [48213, "48,213"],
    [-0.5, "−0.5"],
    [0.0000032, "3.2e-6"],
    [1e-4, "1e-4"],
    [1e12, "1e12"],
    [0, "0"],
    [NaN, "NaN"],
    [Infinity, "∞"],
  ])("writes %d as %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it.each([
    [0.983, "98.3\u202f%"],
    [1, "100\u202f%"],
    [0.9996, ">99.9\u202f%"],
    [0, "0\u202f%"],
    [0.0003, "<0.1\u202f%"],
    [NaN, "–"],
  ])("writes the share %d as %s", (share, text) => expect(formatFraction(share)).toBe(text));

  it.each([
    [1 / 1432, "1:1,400"],
    [1 / 178, "1:180"],
    [0.3, "1:3.3"],
    [2.5, "2.5:1"],
    [0, "0"],
    [1e-9, "1:1e9"],
    [NaN, "–"],
  ])("writes the ratio %d as %s", (ratio, text) => expect(formatRatio(ratio)).toBe(text));
});
