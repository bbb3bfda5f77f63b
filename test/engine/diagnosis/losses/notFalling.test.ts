import { describe, expect, it } from "vitest";
import { notFalling } from "../../../../engine/diagnosis/losses/notFalling";
import { line, runOf } from "./run";

describe("a loss that never falls", () => {
  const noisy = (length: number) => line(length, () => 2.3).map((loss, index) => loss + (index % 2) * 0.02);

  it("is reported after 200 steps, or after 50 if the run has ended", () => {
    expect(notFalling.find(runOf(noisy(400)))?.title).toBe(
      "Loss has not fallen in 400 steps: it is still 2.31.",
    );
    expect(notFalling.find(runOf(noisy(199)))).toBeUndefined();
    expect(notFalling.find(runOf(noisy(50), { ended: true }))?.title).toContain("in 50 steps");
  });

  it("is not one that fell by a twentieth, or that was tiny from the start", () => {
    expect(notFalling.find(runOf(line(400, (progress) => 2.3 - 0.15 * progress)))).toBeUndefined();
    expect(notFalling.find(runOf(line(400, () => 1e-5)))).toBeUndefined();
  });
});
