import { describe, expect, it } from "vitest";
import { rising } from "../../../../engine/diagnosis/losses/rising";
import { line, runOf } from "./run";

describe("a loss that rises again", () => {
  it("is reported with its lowest and its newest stretch", () => {
    const vee = line(400, (progress) => 2 * Math.abs(progress - 0.5) + 0.1);
    expect(rising.find(runOf(vee))?.title).toMatch(/^Loss rose from 0\.1\d+ back to 1\.0\d\.$/);
  });

  it("is not one that falls, or whose rise is small compared with where it began", () => {
    expect(rising.find(runOf(line(400, (progress) => 2 - progress)))).toBeUndefined();
    expect(
      rising.find(
        runOf(line(400, (progress) => Math.abs(2.3 * (1 - 2 * progress)) / (progress < 0.5 ? 1 : 12))),
      ),
    ).toBeUndefined();
  });
});
