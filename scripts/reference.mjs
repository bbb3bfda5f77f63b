// npm run reference: generates docs/reference from the records.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { node } from "./build.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { root } from "./setup/paths.mjs";
import { main, say } from "./setup/terminal.mjs";

const folder = path.join(root, "docs", "reference");

await main(async () => {
  await ensureDependencies();
  const { build } = await import("esbuild");
  const outfile = path.join(root, "out", "referencePages.cjs");
  await build({ ...node, entryPoints: ["scripts/reference/referencePages.ts"], outfile, sourcemap: false });
  const pages = await createRequire(import.meta.url)(outfile).referencePages();
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of pages) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  say(`docs/reference: ${pages.size} files`);
});
