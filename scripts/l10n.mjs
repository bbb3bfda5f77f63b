// npm run l10n: collects every English message in l10n/bundle.l10n.json and lists what the translations are missing.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { node } from "./build.mjs";
import { sourceStrings } from "./l10n/sourceStrings.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { root } from "./setup/paths.mjs";
import { main, Missing, say } from "./setup/terminal.mjs";

const folder = path.join(root, "l10n");
const english = "bundle.l10n.json";

/** The strings of the records, evaluated. */
async function recordStrings() {
  const { build } = await import("esbuild");
  const outfile = path.join(root, "out", "recordStrings.cjs");
  await build({ ...node, entryPoints: ["scripts/l10n/recordStrings.ts"], outfile, sourcemap: false });
  return createRequire(import.meta.url)(outfile).recordStrings();
}

await main(async () => {
  await ensureDependencies();
  const { strings, faults } = sourceStrings();
  if (faults.length > 0) throw new Missing(faults.join("\n"));
  const keys = [...new Set([...strings, ...(await recordStrings())])].sort();
  mkdirSync(folder, { recursive: true });
  const bundle = Object.fromEntries(keys.map((key) => [key, key]));
  writeFileSync(path.join(folder, english), `${JSON.stringify(bundle, null, 2)}\n`);
  say(`l10n/${english}: ${keys.length} messages`);
  for (const name of readdirSync(folder).filter((file) => file !== english)) {
    const translated = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
    for (const key of keys) if (!(key in translated)) say(`${name} is missing ${JSON.stringify(key)}`);
    for (const key of Object.keys(translated))
      if (!(key in bundle)) say(`${name} has a message that is gone: ${key}`);
  }
});
