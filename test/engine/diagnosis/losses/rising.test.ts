import { describe, expect, it } from "vitest";
import { rising } from "../../../../engine/diagnosis/losses/rising";
import { line, runOf } from "./run";

describe("a loss that rises again", () => {
  it("is told with its lowest stretch and its newest", () => {
    const vee = line(400, (share) => 2 * Math.abs(share - 0.5) + 0.1);
    expect(rising.find(runOf(vee))?.title).toMatch(/^Loss rose from 0\.1\d+ back to 1\.0\d\.$/);
  });

  it("is not one that falls, nor a rise that is small beside where the loss began", () => {
    expect(rising.find(runOf(line(400, (share) => 2 - share)))).toBeUndefined();
    expect(
      rising.find(runOf(line(400, (share) => Math.abs(2.3 * (1 - 2 * share)) / (share < 0.5 ? 1 : 12)))),
    ).toBeUndefined();
  });
});
