import { describe, expect, it } from "vitest";
import { lastWords } from "../../../extension/engine/lastWords";

describe("lastWords", () => {
  it("finds the error of an uncaught exception", () => {
    const stderr = [
      "/models/engine.cjs:10",
      '  throw new TypeError("x is undefined");',
      "        ^",
      "",
      "TypeError: x is undefined",
      "    at run (/models/engine.cjs:10:9)",
      "",
      "Node.js v20.1.0",
    ].join("\n");
    expect(lastWords(stderr)).toBe("TypeError: x is undefined");
  });
  it("takes the last two lines of anything else, and no more than fits a message", () => {
    expect(lastWords("one\ntwo\r\nthree\n")).toBe("two three");
    expect(lastWords("")).toBe("");
    expect(lastWords("a".repeat(10_000))).toHaveLength(400);
  });
});
