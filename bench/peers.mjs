// The other engines' packages, in the cache folder: they are benchmarked but are not dependencies of this project.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { cacheFolder } from "../scripts/setup/paths.mjs";
import { npm } from "../scripts/setup/processes.mjs";
import { Missing, step } from "../scripts/setup/terminal.mjs";

const tfjs = "4.22.0";
const jaxjs = "0.1.25";
const dependencies = {
  "@tensorflow/tfjs": tfjs,
  "@tensorflow/tfjs-backend-wasm": tfjs,
  "@tensorflow/tfjs-backend-webgpu": tfjs,
  "@jax-js/jax": jaxjs,
};

/** Installs them if necessary, and returns the folder with their node_modules. */
export async function ensurePeers() {
  const folder = path.join(cacheFolder(), `peers-tfjs${tfjs}-jaxjs${jaxjs}`);
  const stamp = path.join(folder, "installed");
  if (existsSync(stamp)) return folder;
  await step(`Installing TensorFlow.js ${tfjs} and jax-js ${jaxjs} in ${folder}`, async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    const { code, output } = await npm(["install", ...flags], { cwd: folder, quiet: true });
    if (code !== 0) throw new Missing(`The peers could not be installed from npm:\n${output.trim()}`);
    writeFileSync(stamp, "");
  });
  return folder;
}

export const versions = { tfjs, jaxjs };
