import { describe, expect, it } from "vitest";
import { layers } from "../../../engine/layers";
import { formatBytes, formatLarge } from "../../../webview/canvas/model/amounts";
import { chipLabel } from "../../../webview/canvas/model/chipLabel";
import { sparkline } from "../../../webview/canvas/model/sparkline";
import { bestLayer, searchLayers } from "../../../webview/canvas/palette/searchLayers";

describe("amounts", () => {
  it("have three figures and a unit", () => {
    expect([0, 640, 1_037_312, 2_100_000_000].map(formatLarge)).toEqual(["0", "640", "1 M", "2.1 G"]);
    expect([512, 6.4 * 1024 ** 2, 999.9 * 1024].map(formatBytes)).toEqual(["512 B", "6.4 MB", "1 MB"]);
  });
});

describe("chips", () => {
  it("say parameters in a word", () => {
    expect(["outChannels", "kernelSize", "hiddenSize", "padding", "size"].map(chipLabel)).toEqual([
      ...["out", "kernel", "hidden", "padding", "size"],
    ]);
  });
});

describe("a sparkline", () => {
  it("has the largest value at the top and leaves a gap where a value is not finite", () => {
    expect(sparkline([1, 0], 10, 10)).toBe("M0.0,1.5 L10.0,8.5");
    expect(sparkline([1, 0, NaN, 0, 1], 8, 10)).toBe("M0.0,1.5 L2.0,8.5 M6.0,8.5 L8.0,1.5");
  });

  it("is nothing for fewer than two values, and level for equal ones", () => {
    expect(sparkline([3, NaN], 10, 10)).toBe("");
    expect(sparkline([2, 2], 10, 10)).toBe("M0.0,5.0 L10.0,5.0");
  });
});

describe("the palette's search", () => {
  it("puts a name's beginning before its inside", () => {
    expect(bestLayer(layers.values(), "lin")?.type).toBe("Linear");
    expect(bestLayer(layers.values(), "relu")?.type).toBe("ReLU");
    expect(bestLayer(layers.values(), "pool")?.type).toBe("MaxPool2d");
    expect(bestLayer(layers.values(), "zzz")).toBeUndefined();
  });

  it("puts the category of the best name first", () => {
    expect(searchLayers(layers.values(), "softmax")[0]?.layers[0]?.type).toBe("Softmax");
    expect(searchLayers(layers.values(), "norm")[0]?.category).toBe("normalisation");
  });

  it("finds by category and by what a layer is for", () => {
    expect(searchLayers(layers.values(), "recurrent").map(({ category }) => category)).toContain("recurrent");
    const found = searchLayers(layers.values(), "overfitting").flatMap((group) => group.layers);
    expect(found.map(({ type }) => type)).toEqual(["Dropout"]);
  });

  it("takes spaces and hyphens as they come, and knows other names", () => {
    expect(bestLayer(layers.values(), "cross entropy")?.type).toBe("CrossEntropyLoss");
    expect(bestLayer(layers.values(), "batch-norm 2d")?.type).toBe("BatchNorm2d");
    expect(bestLayer(layers.values(), "fully-conn")?.type).toBe("Linear");
    expect(bestLayer(layers.values(), "multi head attention")?.type).toBe("MultiheadAttention");
    expect(bestLayer(layers.values(), "Deconvolution")?.type).toBe("ConvTranspose2d");
    expect(bestLayer(layers.values(), "stochastic depth")?.type).toBe("DropPath");
  });

  it("looks into the summary as it is shown, in Korean by single syllables", () => {
    const shown = (text: string) => (text === layers.get("Dropout")!.summary ? "과적합을 막습니다." : "…");
    expect(bestLayer(layers.values(), "과적", shown)?.type).toBe("Dropout");
    expect(searchLayers(layers.values(), "xq")).toEqual([]);
  });

  it("looks into the other names in the person's language", () => {
    const korean: Readonly<Record<string, string>> = {
      "batch normalisation": "배치 정규화, 일괄 정규화",
      "softmax attention": "소프트맥스 어텐션",
      softmax: "소프트맥스",
    };
    const shown = (text: string) => korean[text] ?? text;
    expect(bestLayer(layers.values(), "일괄 정규화", shown)?.type).toBe("BatchNorm1d");
    // A whole name before the inside of another.
    expect(bestLayer(layers.values(), "소프트맥스", shown)?.type).toBe("Softmax");
    expect(bestLayer(layers.values(), "배치 정규", shown)?.type).toBe("BatchNorm1d");
    expect(bestLayer(layers.values(), "배치정규화")).toBeUndefined();
  });

  it("shows every layer while nothing is typed", () => {
    expect(searchLayers(layers.values(), "").flatMap((group) => group.layers)).toHaveLength(layers.size);
  });
});
