import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "../../../engine/document/parse";

const page = readFileSync("docs/document.md", "utf8");

/** Every code that stands as the first or second argument of what makes a problem. */
function codesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), "utf8").matchAll(
        /(?:report|error|fault|problem|problemAt|add|LayerProblem)\(\s*(?:\w+,\s*)?"([a-z]+(?:-[a-z]+)*)"|code: "([a-z-]+)"|(?:missing|unknown|invalid): "([a-z-]+)"/g,
      ),
    ])
    .map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

/** Those of data; a wrong source or parameter is found by parsing, under another code. */
function dataCodes(): string[] {
  const errors = readFileSync("engine/data/dataError.ts", "utf8").matchAll(/\| "([a-z-]+)"/g);
  const warnings = readFileSync("engine/training/dataProblems.ts", "utf8").matchAll(
    /\(\s*node,\s*"([a-z-]+)"/g,
  );
  const parsed = ["data-source-unknown", "data-parameter"];
  return [...errors, ...warnings].map((match) => match[1] ?? "").filter((code) => !parsed.includes(code));
}

/** Those of a model that needs more memory than there is. */
function memoryCodes(): string[] {
  return ["checkMemory", "errors"].flatMap((name) =>
    [
      ...readFileSync(`engine/training/${name}.ts`, "utf8").matchAll(/"(memory-[a-z-]+|model-too-large)"/g),
    ].map((match) => match[1] ?? ""),
  );
}

it("explains every problem's code, and no others", () => {
  const chapter = page.slice(page.indexOf("\n## Problems"));
  const problems = [...chapter.matchAll(/^\| `([a-z-]+)` +\|/gm)].map((match) => match[1] ?? "");
  const folders = ["graph", "document", "fixes", "layers"];
  const made = [
    ...folders.flatMap((folder) => codesIn(`engine/${folder}`)),
    ...dataCodes(),
    ...memoryCodes(),
  ];
  expect([...new Set(problems)].sort()).toEqual([...new Set(made)].sort());
});

it("shows a document that is right", () => {
  const example = /```json\n([^`]+)```/.exec(page)?.[1] ?? "";
  expect(parse(example).problems).toEqual([]);
});
