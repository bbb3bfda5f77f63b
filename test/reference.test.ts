import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { layers } from "../engine/layers";
import { referencePages } from "../scripts/reference/referencePages";

const folder = "docs/reference";

describe("the reference", () => {
  it("is up to date with the records (npm run reference)", async () => {
    const pages = await referencePages();
    const written = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
    expect(written).toEqual([...pages.keys()].sort());
    for (const [name, text] of pages) expect(readFileSync(join(folder, name), "utf8"), name).toBe(text);
  });

  it("has a formula, shapes, a gradient and a source for every layer, and a curve for every activation", async () => {
    const pages = await referencePages();
    for (const { type, category, reference } of layers.values()) {
      for (const part of ["formula", "gradient", "shapes"] as const)
        expect(reference[part].length, `${part} of ${type}`).toBeGreaterThan(0);
      expect(reference.sources.length, `sources of ${type}`).toBeGreaterThan(0);
      if (category === "activation") expect(pages.has(`layers/${type}.svg`), type).toBe(true);
    }
  });
});
