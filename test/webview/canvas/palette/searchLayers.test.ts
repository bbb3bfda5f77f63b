import { describe, expect, it } from "vitest";
import { layers } from "../../../../engine/layers";
import { bestLayer, searchLayers } from "../../../../webview/canvas/palette/searchLayers";

describe("the palette's search", () => {
  it("ranks matches at the start of a name before others", () => {
    expect(bestLayer(layers.values(), "lin")?.type).toBe("Linear");
    expect(bestLayer(layers.values(), "relu")?.type).toBe("ReLU");
    expect(bestLayer(layers.values(), "pool")?.type).toBe("MaxPool2d");
    expect(bestLayer(layers.values(), "zzz")).toBeUndefined();
  });

  it("lists the category of the best match first", () => {
    expect(searchLayers(layers.values(), "softmax")[0]?.layers[0]?.type).toBe("Softmax");
    expect(searchLayers(layers.values(), "norm")[0]?.category).toBe("normalisation");
  });

  it("finds layers by category and by what they do", () => {
    expect(searchLayers(layers.values(), "recurrent").map(({ category }) => category)).toContain("recurrent");
    const found = searchLayers(layers.values(), "overfitting").flatMap((group) => group.layers);
    expect(found.map(({ type }) => type)).toEqual(["Dropout"]);
  });

  it("ignores spaces and hyphens, and knows aliases", () => {
    expect(bestLayer(layers.values(), "cross entropy")?.type).toBe("CrossEntropyLoss");
    expect(bestLayer(layers.values(), "batch-norm 2d")?.type).toBe("BatchNorm2d");
    expect(bestLayer(layers.values(), "fully-conn")?.type).toBe("Linear");
    expect(bestLayer(layers.values(), "multi head attention")?.type).toBe("MultiheadAttention");
    expect(bestLayer(layers.values(), "Deconvolution")?.type).toBe("ConvTranspose2d");
    expect(bestLayer(layers.values(), "stochastic depth")?.type).toBe("DropPath");
  });

  it("searches the translated summary, in Korean by single syllables", () => {
    const shown = (text: string) => (text === layers.get("Dropout")!.summary ? "과적합을 막습니다." : "…");
    expect(bestLayer(layers.values(), "과적", shown)?.type).toBe("Dropout");
    expect(searchLayers(layers.values(), "xq")).toEqual([]);
  });

  it("searches aliases in the display language", () => {
    const korean: Readonly<Record<string, string>> = {
      "batch normalisation": "배치 정규화, 일괄 정규화",
      "softmax attention": "소프트맥스 어텐션",
      softmax: "소프트맥스",
    };
    const shown = (text: string) => korean[text] ?? text;
    expect(bestLayer(layers.values(), "일괄 정규화", shown)?.type).toBe("BatchNorm1d");
    // A match of a whole name comes before a partial match.
    expect(bestLayer(layers.values(), "소프트맥스", shown)?.type).toBe("Softmax");
    expect(bestLayer(layers.values(), "배치 정규", shown)?.type).toBe("BatchNorm1d");
    expect(bestLayer(layers.values(), "배치정규화")).toBeUndefined();
  });

  it("lists every layer if the query is empty", () => {
    expect(searchLayers(layers.values(), "").flatMap((group) => group.layers)).toHaveLength(layers.size);
  });
});
