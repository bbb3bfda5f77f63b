import { ESLint } from "eslint";
import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";
import tseslint from "typescript-eslint";
import importX from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { expect, it } from "vitest";
import { floors, floorZones } from "../eslint.config.js";

const root = path.resolve(import.meta.dirname, "..");

/** A file of a floor that does not belong to a floor inside it. */
function fileOf(floor: string): string {
  const file = readdirSync(path.join(root, "engine", floor)).find((name) => name.endsWith(".ts"));
  if (file === undefined) throw new Error(`engine/${floor} has no file`);
  return `engine/${floor}/${file}`;
}

/** Lints a file that imports another one, with only the rule about floors. */
async function complaints(file: string, imported: string): Promise<number> {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ["**/*.ts"],
        languageOptions: { parser: tseslint.parser },
        plugins: { "import-x": importX },
        settings: {
          "import-x/resolver-next": [createTypeScriptImportResolver({ project: "tsconfig.json" })],
        },
        rules: { "import-x/no-restricted-paths": ["error", { basePath: root, zones: floorZones }] },
      },
    ] as never,
  });
  const specifier = path.posix.relative(path.posix.dirname(file), imported).replace(/\.ts$/, "");
  const text = `import type { A } from "${specifier.startsWith(".") ? specifier : `./${specifier}`}";\nexport type B = A;\n`;
  const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
  return result!.messages.length;
}

it("every folder of the engine is a floor", () => {
  const entries = readdirSync(path.join(root, "engine"), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.sort()).toEqual(floors.filter((floor) => !floor.includes("/")).sort());
  for (const floor of floors) expect(existsSync(path.join(root, "engine", floor)), floor).toBe(true);
});

it("a floor may import those before it, but not even types from those after it", async () => {
  for (const [index, floor] of floors.entries()) {
    const next = floors[index + 1];
    if (next === undefined) continue;
    expect(await complaints(fileOf(next), fileOf(floor)), `${next} knows ${floor}`).toBe(0);
    expect(await complaints(fileOf(floor), fileOf(next)), `${floor} knows ${next}`).toBe(1);
  }
  expect(await complaints(fileOf("tensor"), fileOf("cli"))).toBe(1);
});
