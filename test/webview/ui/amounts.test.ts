import { describe, expect, it } from "vitest";
import { formatBytes, formatLarge } from "../../../webview/ui/amounts";

describe("amounts", () => {
  it("have three digits and a unit", () => {
    expect([0, 640, 1_037_312, 2_100_000_000].map(formatLarge)).toEqual(["0", "640", "1 M", "2.1 G"]);
    expect([512, 6.4 * 1024 ** 2, 999.9 * 1024].map(formatBytes)).toEqual(["512 B", "6.4 MB", "1 MB"]);
  });
});
