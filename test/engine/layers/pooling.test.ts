import { describe, expect, it } from "vitest";
import { layerAlone, problemsOf, runLayer, type Arriving } from "./runLayer";

const indices = (shape: readonly number[]) => ({ shape, dtype: "int32" }) as const;

describe("pooling", () => {
  it.each<[object, Arriving, string, string]>([
    [{ type: "MaxPool1d" }, [3, 8, 8], "shape-mismatch", "needs a signal"],
    [{ type: "AvgPool3d" }, [3, 8, 8], "shape-mismatch", "needs a volume"],
    [{ type: "MaxPool2d", kernelSize: 5 }, [3, 8, 4], "kernel-too-large", "5×5 window does not fit into 8×4"],
    [{ type: "AvgPool1d", padding: 2 }, [3, 8], "padding-too-large", "at most half of kernelSize"],
    [
      { type: "MaxPool1d", kernelSize: 3, dilation: 2, padding: 1 },
      [3, 1],
      "kernel-too-large",
      "does not fit into 1",
    ],
    [
      { type: "MaxPool1d", kernelSize: 2, dilation: 3, padding: 1, ceilMode: true },
      [3, 2],
      "padding-too-large",
      "contain none",
    ],
    [{ type: "GlobalAvgPool" }, [3], "shape-mismatch", "needs channels with positions"],
    [{ type: "AdaptiveMaxPool2d", outputSize: 2 }, [3, 4], "shape-mismatch", "needs an image"],
    [{ type: "Upsample" }, [3, 4], "size-or-scale-factor", "set either"],
    [{ type: "Upsample", scaleFactor: 2, size: [8] }, [3, 4], "size-or-scale-factor", "set either"],
    [{ type: "Upsample", size: [8, 8] }, [3, 4], "size-does-not-fit", "per spatial axis (1)"],
    [{ type: "Upsample", scaleFactor: 0.2 }, [3, 4], "size-does-not-fit", "leaves nothing of 4"],
    [{ type: "Upsample", scaleFactor: 2, mode: "bilinear" }, [3, 4], "mode-does-not-fit", "for 2 spatial"],
    [{ type: "Upsample", scaleFactor: 2 }, [4], "shape-mismatch", "needs channels with positions"],
    [{ type: "PixelShuffle" }, [6, 4, 4], "size-does-not-divide", "a multiple of 4 channels"],
    [{ type: "PixelUnshuffle" }, [6, 4, 5], "size-does-not-divide", "does not divide the 4×5 image"],
  ])("refuses %o of %o", (layer, input, code, message) => {
    const problems = problemsOf(layer, { input });
    expect(problems).toMatchObject([{ code }]);
    expect(problems[0]?.message).toContain(message);
  });

  it("puts back only what has an index each, into sizes that a pooling can have had", () => {
    const unpool = { type: "MaxUnpool2d" };
    expect(problemsOf(unpool, { input: [1, 2, 2], indices: indices([1, 2, 3]) })).toMatchObject([
      { code: "shape-mismatch", port: "indices" },
    ]);
    expect(problemsOf(unpool, { input: [1, 2, 2], indices: [1, 2, 2] })).toMatchObject([
      { code: "dtype-mismatch" },
    ]);
    const sized = (outputSize: number[]) =>
      problemsOf({ ...unpool, outputSize }, { input: [1, 2, 2], indices: indices([1, 2, 2]) });
    expect(sized([5, 3])).toEqual([]);
    expect(sized([6, 4])).toMatchObject([{ code: "size-does-not-fit", param: "outputSize" }]);
    expect(sized([4, 2])[0]?.message).toContain("larger than 2 and smaller than 6");
  });

  it("gives NaN for what an index puts beyond the image", async () => {
    const shape = [1, 1, 2];
    const { outputs } = await runLayer(
      { type: "MaxUnpool2d", kernelSize: [1, 2] },
      { input: shape, indices: indices(shape) },
      { input: [5, 7], indices: [2, 4] },
    );
    expect(outputs.output).toEqual([NaN, 0, 5, 0]);
  });

  it("takes the odd root of a negative sum, where PyTorch gives NaN", async () => {
    const { outputs } = await runLayer(
      { type: "LPPool1d", normType: 3 },
      { input: [1, 4] },
      { input: [-2, 0, 1, 0] },
    );
    expect(outputs.output![0]).toBeCloseTo(-2, 12);
    expect(outputs.output![1]).toBeCloseTo(1, 12);
  });

  it("names the first of equal elements", async () => {
    const { outputs } = await runLayer(
      { type: "MaxPool2d", kernelSize: [1, 3] },
      { input: [1, 1, 3] },
      { input: [1, 2, 2] },
    );
    expect(outputs).toEqual({ output: [2], indices: [1] });
  });

  // Multiply-adds and numbers kept: by hand from the shapes.
  it.each<[object, Arriving, number, number]>([
    [{ type: "MaxPool1d" }, [3, 8], 0, 3 * 4],
    [{ type: "MaxPool2d" }, [3, 8, 8], 0, 0],
    [{ type: "MaxPool3d" }, [2, 4, 6, 8], 0, 2 * 2 * 12 + 2 * 2 * 4 * 12],
    [{ type: "AvgPool2d" }, [3, 8, 8], 0, 0],
    [{ type: "AdaptiveMaxPool2d", outputSize: [2, 3] }, [2, 4, 5], 0, 2 * (6 + 4 * 9)],
    [{ type: "AdaptiveAvgPool2d", outputSize: [2, 5] }, [2, 4, 5], 0, 0],
    [{ type: "AdaptiveAvgPool1d", outputSize: 2 }, [2, 5], 0, 2 * 2 * 6],
    [{ type: "LPPool1d" }, [3, 8], 0, 24 + 12],
    [{ type: "Upsample", scaleFactor: 2 }, [3, 4, 5], 0, 0],
    [{ type: "Upsample", scaleFactor: 2, mode: "bilinear" }, [3, 4, 5], 4 * 3 * 80, 3 * 8 * 5],
  ])("cost of %o of %o", (layer, input, multiplyAdds, saved) => {
    expect(layerAlone(layer, { input }).nodes.get("layer")).toMatchObject({ multiplyAdds, saved });
  });
});
