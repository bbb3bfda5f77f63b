// npm run package [-- --target linux-x64] [-- --out FILE]: builds the .vsix for one platform, with only what it needs.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { notice } from "./notices.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { nodePackage } from "./setup/nodePackage.mjs";
import { cacheFolder, root } from "./setup/paths.mjs";
import { npm, run } from "./setup/processes.mjs";
import { dim, main, Missing, say, step } from "./setup/terminal.mjs";

/** vsce's targets, with the folders of their binaries. ONNX Runtime has none for Intel Macs, which train on the GPU. */
const targets = {
  "linux-x64": { webgpu: "linux-x64", onnx: "linux/x64" },
  "linux-arm64": { webgpu: "linux-arm64", onnx: "linux/arm64" },
  "darwin-arm64": { webgpu: "darwin-universal", onnx: "darwin/arm64" },
  "darwin-x64": { webgpu: "darwin-universal", onnx: undefined },
  "win32-x64": { webgpu: "win32-x64", onnx: "win32/x64" },
};

const at = (...parts) => path.join(root, ...parts);

/** Files and folders that are packaged unchanged, if they exist. */
const own = ["README.md", "CHANGELOG.md", "LICENSE", "l10n", "media"];
const bundles = ["ThirdPartyNotices.txt", "extension.cjs", "language.cjs", "engine.cjs", "webview"];

/** The extension's manifest without the fields that only a checkout needs. */
function manifest() {
  const {
    scripts,
    devDependencies,
    dependencies,
    private: _,
    type,
    bin,
    files,
    engines,
    ...shipped
  } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  return { ...shipped, engines: { vscode: engines.vscode } };
}

/** Whether a file is shipped: no source maps or declarations. */
const shipped = (file) => !/\.(map|d\.ts)$/.test(file);

/** The platform's Node binary from npm, in the cache folder. */
async function nodeBinary(target) {
  const { name, version, binary } = nodePackage(target);
  const folder = path.join(cacheFolder(), `${name}-${version}`);
  if (!existsSync(path.join(folder, "done"))) {
    await step(`Fetching Node ${version} for ${target} (npm's ${name})`, async () => {
      mkdirSync(folder, { recursive: true });
      const tarball = `${name}-${version}.tgz`;
      const { code, output } = await npm(["pack", `${name}@${version}`, "--loglevel=error"], {
        cwd: folder,
        quiet: true,
      });
      if (code !== 0) throw new Missing(`${name} could not be downloaded from npm:\n${output.trim()}`);
      const unpacked = await run("tar", ["-xzf", tarball], { cwd: folder, quiet: true });
      if (unpacked.code !== 0) throw new Error(unpacked.output);
      rmSync(path.join(folder, tarball));
      writeFileSync(path.join(folder, "done"), "");
    });
  }
  const inside = path.relative(path.join("node_modules", name), binary);
  return { file: path.join(folder, "package", inside), license: path.join(folder, "package", "LICENSE") };
}

/** Copies a native dependency into dist/node_modules, where the engine's bundle resolves it. */
function copyPackage(stage, name, isNeeded) {
  const from = at("node_modules", name);
  const filter = (file) => {
    const inside = path.relative(from, file).split(path.sep).join("/");
    return inside === "" || (shipped(inside) && isNeeded(inside));
  };
  cpSync(from, path.join(stage, "dist", "node_modules", name), { recursive: true, filter });
}

/** Whether `inside` is an ancestor of `folder` or inside it. */
const within = (inside, folder) =>
  inside === folder || inside.startsWith(`${folder}/`) || folder.startsWith(`${inside}/`);

async function stageFor(target) {
  const { webgpu, onnx } = targets[target];
  const stage = at("out", "package", target);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(path.join(stage, "dist", "node"), { recursive: true });
  writeFileSync(path.join(stage, "package.json"), JSON.stringify(manifest(), null, 2));
  const strings = readdirSync(root).filter((name) => /^package\.nls.*\.json$/.test(name));
  const hidden = (file) => !path.basename(file).startsWith(".netloom");
  for (const name of [...own, ...strings])
    if (existsSync(at(name))) cpSync(at(name), path.join(stage, name), { recursive: true, filter: hidden });
  for (const name of bundles)
    if (existsSync(at("dist", name)))
      cpSync(at("dist", name), path.join(stage, "dist", name), { recursive: true, filter: shipped });

  const text = (inside) => /^(package\.json|LICENSE[^/]*|index\.js)$/.test(inside);
  copyPackage(stage, "webgpu", (inside) => text(inside) || within(inside, `dist/${webgpu}`));
  if (onnx) {
    copyPackage(stage, "onnxruntime-node", (inside) =>
      within(inside, "bin/napi-v6") && inside.startsWith("bin")
        ? within(inside, `bin/napi-v6/${onnx}`)
        : text(inside) || /^dist(\/[^/]+\.js)?$/.test(inside),
    );
    copyPackage(
      stage,
      "onnxruntime-common",
      (inside) => text(inside) || inside === "dist" || within(inside, "dist/cjs"),
    );
  }

  const node = await nodeBinary(target);
  const name = target.startsWith("win32") ? "node.exe" : "bin/node";
  cpSync(node.file, path.join(stage, "dist", "node", name));
  chmodSync(path.join(stage, "dist", "node", name), 0o755);
  notice(`Node.js for ${target}`, existsSync(node.license) ? readFileSync(node.license, "utf8") : "");
  cpSync(node.license, path.join(stage, "dist", "node", "LICENSE"));
  return stage;
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * Packs the built checkout.
 * @param {{ target?: string, out?: string }} [options]
 */
export async function packageExtension({ target = `${process.platform}-${process.arch}`, out } = {}) {
  if (!(target in targets))
    throw new Missing(`There is no package for ${target}.`, `Targets: ${Object.keys(targets).join(", ")}.`);
  if (!existsSync(at("dist", "extension.cjs")))
    throw new Missing("dist/extension.cjs is missing.", "Run `npm run build`.");
  const notices = at("dist", "ThirdPartyNotices.txt");
  notice("the bundled packages", existsSync(notices) ? readFileSync(notices, "utf8") : "");
  const { name, version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const file = path.resolve(root, out ?? `out/${name}-${version}-${target}.vsix`);
  const stage = await stageFor(target);
  await step(`Packing ${path.relative(root, file)}`, async () => {
    const args = [
      "package",
      "--target",
      target,
      "--no-dependencies",
      "--allow-missing-repository",
      "--no-rewrite-relative-links",
      "--out",
      file,
    ];
    const { code, output } = await run(process.execPath, [at("node_modules/@vscode/vsce/vsce"), ...args], {
      cwd: stage,
      quiet: true,
    });
    if (code !== 0) throw new Error(`vsce failed:\n${output}`);
  });
  say(`${path.relative(root, file)}: ${megabytes(statSync(file).size)} ${dim("packed")}`);
  return { file, stage };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  await main(async () => {
    const option = (name) => {
      const index = process.argv.indexOf(`--${name}`);
      return index < 0 ? undefined : process.argv[index + 1];
    };
    await ensureDependencies();
    await build();
    await packageExtension({ target: option("target"), out: option("out") });
  });
