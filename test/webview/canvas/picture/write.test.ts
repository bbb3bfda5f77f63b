import { describe, expect, it } from "vitest";
import { textWidth } from "../../../../webview/canvas/model/textWidth";
import { fitted, oneLine } from "../../../../webview/canvas/picture/write";

describe("a text in a picture", () => {
  it("is cut to its room, between characters", () => {
    expect(fitted("encoder", 12, "normal", 200)).toBe("encoder");
    for (const room of [3, 10, 25, 40]) {
      const cut = fitted("en🙂coder", 12, "normal", room);
      expect(textWidth(cut, 12)).toBeLessThanOrEqual(room);
      expect(cut).toMatch(/^(|.*…)$/u);
      expect(cut).toBe(Buffer.from(cut).toString());
    }
    expect(fitted("encoder", 12, "normal", 25)).toBe("en…");
  });

  it("is one line", () => {
    expect(oneLine(" a\n  b\t")).toBe("a b");
  });
});
