import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { root } from "./paths.mjs";
import { npm } from "./processes.mjs";
import { Missing, step } from "./terminal.mjs";

const read = (file) => JSON.parse(readFileSync(path.join(root, file), "utf8"));

/**
 * Whether node_modules matches the lockfile, by npm's own record of what it installed. Packages for other platforms are
 * optional and absent.
 */
function installed() {
  if (!existsSync(path.join(root, "node_modules/.package-lock.json"))) return false;
  const present = read("node_modules/.package-lock.json").packages;
  return Object.entries(read("package-lock.json").packages).every(([place, wanted]) => {
    if (place === "") return true;
    return present[place] ? present[place].version === wanted.version : wanted.optional || wanted.peer;
  });
}

/** Runs `npm ci` if node_modules is absent or does not match the lockfile. No dependency needs an install script. */
export async function ensureDependencies() {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < 20) throw new Missing(`Netloom needs Node.js 20 or newer; this is ${process.version}.`);
  if (installed()) return;
  await step("Installing the packages of package-lock.json (npm ci)", async () => {
    const { code } = await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: root,
    });
    if (code !== 0)
      throw new Missing("npm ci failed (see above).", "Is the npm registry reachable? Try `npm ci` by hand.");
  });
}
