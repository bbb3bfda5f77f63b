#!/usr/bin/env node
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const bundle = new URL("../dist/cli.cjs", import.meta.url);
if (existsSync(bundle)) createRequire(import.meta.url)(fileURLToPath(bundle));
else {
  console.error("netloom is not built yet: run `npm run build` first.");
  process.exitCode = 3;
}
