import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examples } from "./train";

/** The READMEs of a folder of models, and the words with which each paragraph says how to see its model fail. */
const languages = { "README.md": "_To see it fail_: ", "README.ko.md": "_실패하게 만들려면_: " };

describe.each([examples, join(examples, "architectures")])("in %s", (folder) => {
  it.each(Object.entries(languages))(
    "%s has a paragraph for each model, which says how to see it fail",
    async (file, howToFail) => {
      const paragraphs = await paragraphsOf(join(folder, file));
      const models = (await readdir(folder)).filter((name) => name.endsWith(".nn.json"));
      expect(paragraphs.flatMap(modelsOf).sort()).toEqual(
        models.map((name) => name.replace(".nn.json", "")).sort(),
      );
      for (const paragraph of paragraphs) expect(paragraph).toContain(howToFail);
    },
  );

  it("all languages have the models in the same order, and the same values in code", async () => {
    const [first, ...others] = await Promise.all(
      Object.keys(languages).map((file) => paragraphsOf(join(folder, file))),
    );
    for (const other of others) {
      expect(other.map(modelsOf)).toEqual(first?.map(modelsOf));
      expect(other.map(codeOf)).toEqual(first?.map(codeOf));
    }
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
  return codeOf(lead).filter((name) => /^[\w-]+$/.test(name));
}

/** The different pieces of code in a text, in alphabetical order, since languages order a sentence differently. */
function codeOf(text: string): string[] {
  return [...new Set([...text.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code ?? []))].sort();
}
