import { describe, expect, it } from "vitest";
import { chipLabel } from "../../../../webview/canvas/model/chipLabel";

describe("chips", () => {
  it("have short labels for parameters", () => {
    expect(["outChannels", "kernelSize", "hiddenSize", "padding", "size"].map(chipLabel)).toEqual([
      ...["out", "kernel", "hidden", "padding", "size"],
    ]);
  });
});
