import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { float } from "../../../../engine/tensor/tensor";
import { ProgramBuilder } from "../../../../engine/compiler/ProgramBuilder";
import { useSoftwareDevice } from "./softwareDevice";

const { session } = useSoftwareDevice();

describe("pollGently", () => {
  it("polls the GPU at most a few times per millisecond instead of all the time", async () => {
    const builder = new ProgramBuilder();
    const x = builder.feed("x", float([400, 400]));
    builder.output(
      "y",
      builder.b.sum(builder.b.matmul(x, x, { transposeA: false, transposeB: false }), {
        axes: [0, 1],
        keepDims: false,
      }),
    );
    const executable = await session().load(builder.finish(), () => undefined);
    const feeds = { x: new Float32Array(160_000) };
    let timers = 0;
    const original = globalThis.setTimeout;
    globalThis.setTimeout = ((...args: Parameters<typeof original>) => {
      timers++;
      return original(...args);
    }) as typeof original;
    const start = performance.now();
    try {
      for (let i = 0; i < 10; i++) await executable.run(feeds, i);
      await executable.drain();
    } finally {
      globalThis.setTimeout = original;
    }
    // A chain of setImmediate runs about two hundred times in a millisecond.
    expect(timers).toBeGreaterThan(0);
    expect(timers).toBeLessThan(2 * (performance.now() - start) + 10);
  });

  it("does not change other callers' immediates", async () => {
    const order: string[] = [];
    setTimeout(() => order.push("timer"), 5);
    setImmediate((word: string) => order.push(word), "immediate");
    await promisify(setImmediate)("promised").then((word) => order.push(word));
    expect(order).toEqual(["immediate", "promised"]);
  });
});
