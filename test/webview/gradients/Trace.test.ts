import { describe, expect, it } from "vitest";
import { Trace } from "../../../webview/gradients/Trace";

describe("Trace", () => {
  it("thins a run evenly to bounded memory, with the newest entry at the end", () => {
    const trace = new Trace<number>(8);
    for (let entry = 0; entry < 1000; entry++) {
      trace.push(entry);
      const { entries } = trace;
      expect(entries.length).toBeLessThanOrEqual(9);
      expect([entries[0], entries.at(-1)]).toEqual([0, entry]);
      expect(entries.length).toBeGreaterThanOrEqual(Math.min(entry + 1, 4));
    }
    expect(trace.entries).toEqual([0, 128, 256, 384, 512, 640, 768, 896, 999]);
  });

  it("keeps everything that fits", () => {
    const trace = new Trace<number>(4);
    for (const entry of [3, 1, 2]) trace.push(entry);
    expect(trace.entries).toEqual([3, 1, 2]);
  });
});
