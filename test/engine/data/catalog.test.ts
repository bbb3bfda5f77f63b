import { describe, expect, it } from "vitest";
import { sources } from "../../../engine/data/catalog";
import { datasetParams } from "../../../engine/data/catalog/datasetParams";
import { sourceName } from "../../../engine/data/catalog/sourceName";
import { loaders } from "../../../engine/data/sources/loaders";
import { Dataset } from "../../../engine/layers/data/Dataset";

describe("the catalog of data sources", () => {
  it("has exactly one loader for every source", () => {
    expect(Object.keys(loaders).sort()).toEqual([...sources.keys()].sort());
    for (const source of sources.values()) {
      const kind = source.environment ? "play" : source.readsFiles ? "files" : "generator";
      expect(loaders[source.name].kind, source.name).toBe(kind);
    }
  });

  it("has the default source of a Dataset", () => {
    expect(sources.has(sourceName({}))).toBe(true);
    expect(sourceName({})).toBe(Dataset.params.source?.default);
    expect(sourceName({ source: "moons" })).toBe("moons");
  });

  it("has valid defaults", () => {
    for (const [name, source] of sources) {
      for (const [param, parameter] of Object.entries(datasetParams(source))) {
        if (!("default" in parameter)) continue;
        expect(parameter.schema.safeParse(parameter.default).success, `${name}.${param}`).toBe(true);
      }
    }
  });

  it("holds out nothing of a truth table for validation, and a fifth of everything else", () => {
    const fraction = (name: string): unknown => datasetParams(sources.get(name)!).validation?.default;
    expect(fraction("xor")).toBe(0);
    expect(fraction("digits")).toBe(0.2);
  });

  it("gives a Dataset the ports and parameters of its source", () => {
    const names = (params: Record<string, unknown>): string[] =>
      (Dataset.outputs as (p: Record<string, unknown>, f: undefined) => { name: string }[])(
        params,
        undefined,
      ).map(({ name }) => name);
    expect(names({ source: "digits" })).toEqual(["image", "label"]);
    expect(names({ source: "csv" })).toEqual(["input", "target"]);
    expect(names({ source: "nonsense" })).toEqual([]);
    expect(Object.keys(Dataset.furtherParams?.({ source: "sine" }) ?? {})).toEqual([
      "samples",
      "window",
      "noise",
      "validation",
      "seed",
    ]);
  });

  it("knows the input of a CSV before the file is read, and the image of an IDX file only afterwards", () => {
    const shapes = (params: object, facts?: object): unknown =>
      Dataset.infer({ params, facts, inputs: {}, input: () => expect.unreachable() } as never);
    expect(shapes({ source: "csv", inputs: ["a", "b"], classes: true })).toEqual({
      input: { shape: ["N", 2], dtype: "float32" },
      target: { shape: ["N"], dtype: "int32" },
    });
    expect(Object.keys(shapes({ source: "idx" }) as object)).toEqual(["label"]);
    const facts = { samples: 1, ports: { image: { shape: [1, 3, 5], dtype: "float32" } } };
    expect(shapes({ source: "idx" }, facts)).toHaveProperty("image.shape", ["N", 1, 3, 5]);
  });
});
