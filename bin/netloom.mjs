#!/usr/bin/env -S GLIBC_TUNABLES=glibc.malloc.hugetlb=1 node
// With huge pages, Linux hands out the memory of a first step several times faster. The variable must be there before
// Node starts; other systems ignore it.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const bundle = new URL("../dist/cli.cjs", import.meta.url);
if (existsSync(bundle)) createRequire(import.meta.url)(fileURLToPath(bundle));
else {
  console.error("netloom is not built yet: run `npm run build` first.");
  process.exitCode = 3;
}
