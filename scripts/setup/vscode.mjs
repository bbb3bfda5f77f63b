// A real VS Code (server, extension host and web workbench) from the npm package code-server, in the cache folder.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import * as path from "node:path";
import { nodePackage } from "./nodePackage.mjs";
import { cacheFolder } from "./paths.mjs";
import { npm } from "./processes.mjs";
import { Missing, say, step } from "./terminal.mjs";

/** VS Code 1.139.1; it needs Node 24 (`registerHooks`). */
const codeServer = "4.139.1";
const nodeMajor = 24;

/**
 * @typedef {object} VSCode
 * @property {string} node the Node binary that runs the server
 * @property {string} server VS Code's own server-main.js: no login page, no second service worker, a faster start
 * @property {string} version
 */

/** The installation in a folder, or undefined while it is incomplete. */
function installation(folder) {
  const stamp = path.join(folder, "installed.json");
  if (!existsSync(stamp)) return undefined;
  const { node } = JSON.parse(readFileSync(stamp, "utf8"));
  const vscode = path.join(folder, "node_modules/code-server/lib/vscode");
  const { version } = JSON.parse(readFileSync(path.join(vscode, "product.json"), "utf8"));
  const binary = node ? path.join(folder, node) : process.execPath;
  return existsSync(binary)
    ? { node: binary, server: path.join(vscode, "out/server-main.js"), version }
    : undefined;
}

/**
 * The embedded VS Code, installed on first use (0.8 GB, half a minute). Nothing is compiled: a local run does not need
 * what its install scripts would build.
 * @returns {Promise<VSCode>}
 */
export async function ensureVSCode() {
  const ownNode = Number(process.versions.node.split(".")[0]) === nodeMajor;
  const runtime = ownNode ? undefined : nodePackage(`${process.platform}-${process.arch}`);
  if (!ownNode && !runtime)
    throw new Missing(
      `The embedded VS Code needs Node.js ${nodeMajor}, and there is no npm package of it for ${process.platform}-${process.arch}.`,
      `Run this with Node.js ${nodeMajor}.`,
    );
  const cache = cacheFolder();
  const name = `vscode-${codeServer}-${ownNode ? `node${nodeMajor}` : `${runtime.name}-${runtime.version}`}`;
  const folder = path.join(cache, name);
  const present = installation(folder);
  if (present) return present;

  mkdirSync(cache, { recursive: true });
  // Installed in a temporary folder and then renamed, so that an interrupted or concurrent setup leaves nothing
  // half-done.
  const aside = mkdtempSync(path.join(cache, "installing-"));
  process.once("exit", () => rmSync(aside, { recursive: true, force: true }));
  await step(`Installing VS Code (npm's code-server ${codeServer}, 0.8 GB) in ${folder}`, async () => {
    const dependencies = { "code-server": codeServer, ...(runtime && { [runtime.name]: runtime.version }) };
    writeFileSync(path.join(aside, "package.json"), JSON.stringify({ private: true, dependencies }));
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--package-lock=false"];
    const install = async (cwd, ...more) => {
      const { code, output } = await npm(["install", ...flags, ...more], { cwd, quiet: true });
      if (code !== 0)
        throw new Missing(
          `VS Code could not be installed from npm:\n${output.trim()}`,
          "Is the npm registry reachable?",
        );
    };
    await install(aside);
    // Its own dependencies; not `npm ci`, because its shrinkwrap lacks a package.
    await install(path.join(aside, "node_modules/code-server/lib/vscode"), "--omit=dev", "--no-save");
  });
  writeFileSync(path.join(aside, "installed.json"), JSON.stringify({ node: runtime?.binary }));
  rmSync(folder, { recursive: true, force: true });
  renameSync(aside, folder);
  for (const old of readdirSync(cache))
    if (old.startsWith("vscode-") && old !== name)
      say(`${path.join(cache, old)} is of another version and may be deleted`);
  const now = installation(folder);
  if (!now) throw new Error(`${folder} is incomplete`);
  return now;
}
