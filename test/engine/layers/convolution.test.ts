import { describe, expect, it } from "vitest";
import { layerAlone, problemsOf, runLayer, type Arriving } from "./runLayer";

const conv = (type: string, params = {}) => ({ type, outChannels: 4, ...params });

describe("convolutions", () => {
  it.each<[object, Arriving, string, string]>([
    [conv("Conv1d"), [3, 8, 8], "shape-mismatch", "needs a signal (channels×length) but gets 3×8×8"],
    [conv("Conv2d"), [8, 8], "shape-mismatch", "needs an image (channels×height×width)"],
    [conv("Conv3d"), [3, 8, 8], "shape-mismatch", "needs a volume (channels×depth×height×width)"],
    [conv("Conv3d", { kernelSize: [5, 1, 1] }), [1, 4, 8, 8], "kernel-too-large", "5×1×1 window"],
    [conv("Conv1d", { groups: 3 }), [3, 8], "groups-do-not-divide", "does not divide 4 channels"],
    [
      conv("Conv1d", { padding: "same", stride: 2 }),
      [3, 8],
      "same-padding-with-stride",
      "only with stride 1",
    ],
    [conv("Conv2d", { padding: 4, paddingMode: "reflect" }), [3, 8, 4], "padding-too-large", "at most 3"],
    [conv("Conv1d", { padding: 5, paddingMode: "circular" }), [3, 4], "padding-too-large", "at most 4"],
    [conv("ConvTranspose1d", { outputPadding: 1 }), [3, 4], "output-padding-too-large", "smaller than"],
    [conv("ConvTranspose2d", { padding: 2 }), [3, 3, 3], "padding-too-large", "leaves nothing"],
    [conv("ConvTranspose2d", { groups: 2 }), [3, 3, 3], "groups-do-not-divide", "2 does not divide 3"],
    [{ type: "Unfold" }, [3, 2, 8], "kernel-too-large", "does not fit into 2×8"],
    [{ type: "Fold", outputSize: 4 }, [9, 5], "shape-mismatch", "4 patches (2×2)"],
    [{ type: "Fold", outputSize: 4 }, [8, 4], "shape-mismatch", "a multiple of 9 numbers"],
  ])("refuse %o of %o", (layer, input, code, message) => {
    const problems = problemsOf(layer, { input });
    expect(problems).toMatchObject([{ code }]);
    expect(problems[0]?.message).toContain(message);
  });

  it("take padding as wide as the input from the other side", () => {
    const layer = conv("Conv1d", { padding: 4, paddingMode: "circular" });
    expect(layerAlone(layer, { input: [3, 4] }).nodes.get("layer")?.outputs.output?.shape).toEqual([
      "N",
      4,
      10,
    ]);
  });

  // Parameters, multiply-adds, numbers kept: by hand from the shapes.
  it.each<[object, Arriving, number, number, number]>([
    [conv("Conv1d"), [3, 8], 4 * 3 * 3 + 4, 4 * 6 * 9, 0],
    [conv("Conv2d", { groups: 2 }), [2, 8, 5], 4 * 9 + 4, 4 * 6 * 3 * 9, 0],
    [
      conv("Conv2d", { padding: [1, 2], paddingMode: "replicate" }),
      [2, 8, 5],
      76,
      4 * 8 * 7 * 18,
      2 * 10 * 9,
    ],
    [
      conv("Conv3d", { kernelSize: [2, 1, 1], bias: false }),
      [3, 4, 5, 6],
      4 * 6,
      4 * 3 * 30 * 6,
      3 * 2 * 3 * 30,
    ],
    [
      conv("ConvTranspose2d", { kernelSize: 3, stride: 2, groups: 2 }),
      [2, 5, 4],
      2 * 2 * 9 + 4,
      2 * 20 * 2 * 9,
      0,
    ],
    [{ type: "Unfold" }, [2, 5, 4], 0, 0, 0],
  ])("cost of %o of %o", (layer, input, parameterCount, multiplyAdds, saved) => {
    expect(layerAlone(layer, { input }).nodes.get("layer")).toMatchObject({
      parameterCount,
      multiplyAdds,
      saved,
    });
  });

  it("fold what was unfolded, as often as a pixel was in a patch", async () => {
    const x = [1, 2, 3, 4, 5, 6];
    const params = { kernelSize: [1, 2] };
    const unfolded = await runLayer({ type: "Unfold", ...params }, { input: [1, 2, 3] }, { input: x });
    const folded = await runLayer(
      { type: "Fold", outputSize: [2, 3], ...params },
      { input: [2, 4] },
      { input: unfolded.outputs.output! },
    );
    expect(unfolded.outputs.output).toEqual([1, 2, 4, 5, 2, 3, 5, 6]);
    expect(folded.outputs.output).toEqual([1, 4, 3, 4, 10, 6]);
  });
});
