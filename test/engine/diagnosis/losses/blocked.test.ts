import { describe, expect, it } from "vitest";
import { blocked } from "../../../../engine/diagnosis/losses/blocked";
import { line, runOf } from "./run";

describe("dead units that block nearly all gradient", () => {
  const relu = (...deadFractions: readonly number[]) => [{ node: "relu", follows: "hidden", deadFractions }];
  const flat = line(40, () => 2.3);

  it("are reported while the loss is where it began", () => {
    expect(blocked.find(runOf(flat, { activations: relu(1, 0.98, 1) }))?.title).toBe(
      "98.0\u202f% of the units before relu are dead: hardly any gradient gets past them.",
    );
  });

  it("are not reported if the network learns, or if a tenth of the units are alive", () => {
    const falling = line(40, (progress) => 2.3 - 2 * progress);
    expect(blocked.find(runOf(falling, { activations: relu(1, 1, 1) }))).toBeUndefined();
    expect(blocked.find(runOf(flat, { activations: relu(0.89, 1, 1) }))).toBeUndefined();
    expect(blocked.find(runOf(flat, { activations: relu(1, 1) }))).toBeUndefined();
  });
});
