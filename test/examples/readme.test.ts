import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examples } from "./train";

describe.each([examples, join(examples, "architectures")])("the README of %s", (folder) => {
  it("has a paragraph for each model, which says how to see it fail", async () => {
    const paragraphs = await paragraphsOf(join(folder, "README.md"));
    const models = (await readdir(folder)).filter((name) => name.endsWith(".nn.json"));
    expect(paragraphs.flatMap(modelsOf).sort()).toEqual(
      models.map((name) => name.replace(".nn.json", "")).sort(),
    );
    for (const paragraph of paragraphs) expect(paragraph).toContain("_To see it fail_: ");
  });
});

/** The paragraphs about models: those that begin with bold text. */
async function paragraphsOf(file: string): Promise<string[]> {
  const paragraphs = (await readFile(file, "utf8")).split(/\n{2,}/);
  return paragraphs.map((text) => text.replace(/\s+/g, " ")).filter((text) => text.startsWith("**"));
}

/** The models that a paragraph names in bold at its beginning. */
function modelsOf(paragraph: string): string[] {
  const lead = /^\*\*(.+?)\*\*/.exec(paragraph)?.[1] ?? "";
  return [...lead.matchAll(/`([\w-]+)`/g)].flatMap(([, name]) => name ?? []);
}
