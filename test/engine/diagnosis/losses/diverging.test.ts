import { describe, expect, it } from "vitest";
import { diverging } from "../../../../engine/diagnosis/losses/diverging";
import { line, runOf } from "./run";

describe("a loss that shoots up", () => {
  const spike = line(400, (progress) => (progress < 0.1 ? 2.3 + 1000 * progress : 2.2));

  it("is reported with its first, highest and current value", () => {
    expect(diverging.find(runOf(spike))?.title).toBe("Loss shot up from 2.3 to 76.2 and is now 2.2.");
  });

  it("is not reported for tiny batches, after a few steps, or once it has come down", () => {
    expect(diverging.find(runOf(spike, { batchSize: 1 }))).toBeUndefined();
    expect(diverging.find(runOf(spike.slice(0, 199)))).toBeUndefined();
    expect(diverging.find(runOf(spike.map((loss) => (loss === 2.2 ? 1 : loss))))).toBeUndefined();
  });
});
