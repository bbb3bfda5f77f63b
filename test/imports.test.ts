import { build } from "esbuild";
import { readdirSync } from "node:fs";
import * as path from "node:path";
import { expect, it } from "vitest";
import { importCycle } from "./importCycle";

const root = path.resolve(import.meta.dirname, "..");
const folders = ["bench", "engine", "extension", "scripts", "shaders", "test", "webview"];

/** The modules of the repository, relative to its root. */
function modules(): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      path.posix.join(folder, file.replaceAll(path.sep, "/")),
    ),
  );
  return files.filter((file) => /(?<!\.d)\.(ts|tsx|mjs)$/.test(file) && !file.includes("node_modules/"));
}

/** What each module imports at run time: without types, but with what it loads later. */
async function imports(): Promise<Map<string, string[]>> {
  const files = modules();
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    stdin: { contents: files.map((file) => `import "./${file}";`).join("\n"), resolveDir: root },
    platform: "node",
    format: "esm",
    loader: { ".wgsl": "text", ".ttf": "empty", ".svg": "empty" },
    packages: "external",
    metafile: true,
    write: false,
    outdir: "out",
    logLevel: "error",
  });
  const found = new Map(
    Object.entries(metafile.inputs).map(([file, input]) => [file, input.imports.map((other) => other.path)]),
  );
  for (const file of files) expect(found.has(file), file).toBe(true);
  return found;
}

it("no module imports itself by way of others", async () => {
  expect(importCycle(await imports())).toBeUndefined();
});

it("a cycle is found wherever it is", () => {
  const graph = (text: string) =>
    new Map(text.split("; ").map((line) => [line[0]!, line.slice(1).trim().split(" ")] as const));
  expect(importCycle(graph("a b c; b c; c external"))).toBeUndefined();
  expect(importCycle(graph("a b; b c; c d; d b e; e"))).toEqual(["b", "c", "d"]);
  expect(importCycle(graph("a b; b; c c"))).toEqual(["c"]);
  expect(importCycle(new Map())).toBeUndefined();
});
