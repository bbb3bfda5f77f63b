import { describe, expect, it } from "vitest";
import { layers } from "../../../../engine/layers";
import { bestLayer, searchLayers } from "../../../../webview/canvas/palette/searchLayers";

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
