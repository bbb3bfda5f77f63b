// npm run bench [-- --only TEXT]: benchmarks this engine and others, with every row measured in one run on this
// machine.
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import * as path from "node:path";
import { node } from "../scripts/build.mjs";
import { ensureDependencies } from "../scripts/setup/dependencies.mjs";
import { root } from "../scripts/setup/paths.mjs";
import { onPath, run } from "../scripts/setup/processes.mjs";
import { softwareAdapter } from "../scripts/setup/softwareAdapter.mjs";
import { bold, dim, main, say } from "../scripts/setup/terminal.mjs";
import { ensurePeers, versions } from "./peers.mjs";

const models = {
  mlp: "MLP 784-128-10",
  cnn: "CNN conv 16-32, 3×3, pool 2, 28×28",
};
const batchSize = 64;
const webgpuPackage = path.join(root, "node_modules/webgpu/index.js");
const out = path.join(root, "out", "bench", "netloom.cjs");

async function buildOwn() {
  const esbuild = await import("esbuild");
  await esbuild.build({ ...node, entryPoints: [path.join(root, "bench/netloom.ts")], outfile: out });
}

/** A Python that has PyTorch, or undefined. */
async function pythonWithTorch() {
  for (const python of ["python3", "/usr/bin/python3", "python"]) {
    const file = path.isAbsolute(python) ? python : onPath(python);
    if (!file || !existsSync(file)) continue;
    const { code } = await run(file, ["-c", "import torch"], { quiet: true });
    if (code === 0) return file;
  }
  return undefined;
}

/** Runs one row in its own process; returns `{ milliseconds }` or `{ error }`. */
async function measureRow({ command, args, cwd }, env) {
  const limit = AbortSignal.timeout(180_000);
  const { code, output } = await run(command, args, { quiet: true, cwd, env, signal: limit }).catch(
    (error) => ({
      code: 1,
      output: String(error),
    }),
  );
  const line = output.split("\n").findLast((text) => text.startsWith("@@"));
  if (code === 0 && line) return JSON.parse(line.slice(2));
  const lines = output.split("\n");
  return { error: lines.find((text) => /Error\b/.test(text))?.trim() ?? `ended with ${code}` };
}

await main(async () => {
  await ensureDependencies();
  const environment = { ...process.env, ...(await softwareAdapter()) };
  const peers = await ensurePeers();
  const python = await pythonWithTorch();
  if (!python)
    say("No python3 here has PyTorch (Debian: `apt-get install python3-torch libopenblas0-pthread`).");
  await buildOwn();

  const script = (file, ...args) => ({ command: process.execPath, args: [file, ...args], cwd: peers });
  const peer = (name) => path.join(root, "bench", "peers", name);
  const devices = await measureRow(script(out, "devices"), environment);
  const gpu = devices.gpu ? "gpu" : "software";
  const rows = [
    { name: "Netloom cpu", start: (model) => script(out, model, "cpu") },
    { name: `Netloom ${gpu}`, start: (model) => script(out, model, gpu) },
    {
      name: `TF.js ${versions.tfjs} wasm`,
      start: (model) => script(peer("tfjs.mjs"), model, "wasm", webgpuPackage),
    },
    {
      name: `TF.js ${versions.tfjs} webgpu`,
      start: (model) => script(peer("tfjs.mjs"), model, "webgpu", webgpuPackage),
    },
    {
      name: `jax-js ${versions.jaxjs} wasm`,
      start: (model) => script(peer("jaxjs.mjs"), model, "wasm", webgpuPackage),
    },
    {
      name: `jax-js ${versions.jaxjs} webgpu`,
      start: (model) => script(peer("jaxjs.mjs"), model, "webgpu", webgpuPackage),
    },
    ...(python
      ? [{ name: "PyTorch cpu", start: (model) => ({ command: python, args: [peer("pytorch.py"), model] }) }]
      : []),
  ];
  const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;

  console.log(
    `\nBatch ${batchSize}, Adam, random 28×28 inputs copied in at every step, loss read back; median of 5 windows.`,
  );
  console.log(
    `${cpus()[0]?.model.trim()}, ${cpus().length} threads; Node ${process.version}; adapter ${devices.adapter}\n`,
  );
  for (const [model, title] of Object.entries(models)) {
    console.log(bold(`${title.padEnd(36)} ms/step   samples/s`));
    for (const { name, start } of rows) {
      if (only && !`${name} ${model}`.includes(only)) continue;
      const { milliseconds, error, version } = await measureRow(start(model), environment);
      const label = (version ? `${name} ${version}` : name).padEnd(34);
      const numbers = error
        ? dim(error)
        : `${milliseconds.toFixed(2).padStart(9)} ${Math.round((batchSize * 1000) / milliseconds)
            .toLocaleString("en")
            .padStart(11)}`;
      console.log(`${label} ${numbers}`);
    }
    console.log("");
  }
});
