import { describe, expect, it } from "vitest";
import { blocked } from "../../../../engine/diagnosis/losses/blocked";
import { line, runOf } from "./run";

describe("dead units that nothing gets past", () => {
  const relu = (...deadShares: readonly number[]) => [{ node: "relu", follows: "hidden", deadShares }];
  const flat = line(40, () => 2.3);

  it("are told while the loss is where it began", () => {
    expect(blocked.find(runOf(flat, { activations: relu(1, 0.98, 1) }))?.title).toBe(
      "98.0\u202f% of the units before relu are dead: hardly any gradient gets past them.",
    );
  });

  it("are no matter where the network learns, or where a tenth is alive", () => {
    const falling = line(40, (share) => 2.3 - 2 * share);
    expect(blocked.find(runOf(falling, { activations: relu(1, 1, 1) }))).toBeUndefined();
    expect(blocked.find(runOf(flat, { activations: relu(0.89, 1, 1) }))).toBeUndefined();
    expect(blocked.find(runOf(flat, { activations: relu(1, 1) }))).toBeUndefined();
  });
});
