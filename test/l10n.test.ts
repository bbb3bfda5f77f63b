import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { recordStrings } from "../scripts/l10n/recordStrings";
import { sourceStrings, stringsOf } from "../scripts/l10n/sourceStrings.mjs";

type Bundle = Record<string, string>;
const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Bundle;
const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort();

const english = "bundle.l10n.json";
const { strings, faults } = sourceStrings();
const keys = [...new Set([...strings, ...recordStrings()])].sort();

describe("messages", () => {
  it("can be collected for translation", () => {
    expect(faults).toEqual([]);
  });

  it("are all in l10n/bundle.l10n.json (npm run l10n)", () => {
    expect(Object.keys(read(`l10n/${english}`)).sort()).toEqual(keys);
  });

  it("in package.json exist in every language", () => {
    const contributed = Object.keys(read("package.nls.json")).sort();
    for (const name of readdirSync(".").filter((file) => /^package\.nls\.\w+\.json$/.test(file)))
      expect(Object.keys(read(name)).sort(), name).toEqual(contributed);
    const used = new Set(readFileSync("package.json", "utf8").match(/(?<="%)[\w.]+(?=%")/g));
    expect([...used].sort()).toEqual(contributed);
  });
});

describe.each(readdirSync("l10n").filter((file) => file !== english))("%s", (name) => {
  const bundle = read(`l10n/${name}`);

  it("translates every message, and nothing else", () => {
    expect(keys.filter((key) => !(key in bundle))).toEqual([]);
    expect(Object.keys(bundle).filter((key) => !keys.includes(key))).toEqual([]);
  });

  it("keeps every placeholder", () => {
    for (const [key, message] of Object.entries(bundle))
      expect(placeholders(message), key).toEqual(placeholders(key));
  });
});

describe("collecting messages", () => {
  const collect = (code: string, file = "engine/a.tsx") =>
    stringsOf(file, `import { t } from "@vscode/l10n";\n${code}`);

  it("finds literals, even in conditional expressions, and allows values from records", () => {
    const { strings, faults } = collect(
      'const f = (x: Layer) => [t("a"), class { b = t("f") }, t(y ? "b {0}" : `c {0}`, 1), t(x.summary)];',
    );
    expect(strings).toEqual(["a", "f", "b {0}", "c {0}"]);
    expect(faults).toEqual([]);
  });

  it.each([
    ["put together", 'const f = () => t("a" + b);', "put together"],
    ["of a template", "const f = () => t(`a ${b}`);", "put together"],
    ["of a variable", "const f = () => t(message);", "put together"],
    ["with a placeholder too many", 'const f = () => t("{0} {1}", 1);', "placeholders"],
    ["with an argument too many", 'const f = () => t("{0}", 1, 2);', "placeholders"],
    ["made before the language is known", 'const a = t("a");', "before"],
    ["made with a class", 'class A { static a = t("a") }', "before"],
    ["not translated", "const f = () => <p>Some text</p>;", "not translated"],
    ["spoken and not translated", 'const f = () => <p title="Some text" />;', "not translated"],
  ])("finds a message %s", (_, code, fault) => {
    expect(collect(code).faults).toEqual([expect.stringContaining(fault)]);
  });
});
