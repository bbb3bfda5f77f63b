// npm run build: bundles the extension, the webviews, the engine, the command line and the host tests with esbuild.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { thirdPartyNotices } from "./notices.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { root } from "./setup/paths.mjs";
import { main, say, seconds } from "./setup/terminal.mjs";

const at = (...parts) => path.join(root, ...parts);

const common = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: true,
  logLevel: "warning",
  loader: { ".wgsl": "text", ".ttf": "file", ".svg": "dataurl" },
};

/** Code that runs under Node: the extension host, the engine, the command line, host tests, benchmarks. */
export const node = {
  ...common,
  platform: "node",
  // Prefer ES modules to UMD, whose requires cannot be resolved statically.
  mainFields: ["module", "main"],
  target: "node20",
  format: "cjs",
  external: ["vscode", "mocha", "webgpu", "onnxruntime-node"],
  // import.meta.url is undefined in a CommonJS bundle.
  define: { "import.meta.url": "__bundleUrl" },
  banner: { js: 'const __bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
};

/** `import("./language")` in the extension loads dist/language.cjs lazily, so that it does not slow down activation. */
const lazyLanguage = {
  name: "lazy-language",
  setup(build) {
    build.onResolve({ filter: /\/language(\.js|\.ts)?$/ }, ({ kind, importer }) =>
      kind === "dynamic-import" && path.dirname(importer) === at("extension")
        ? { path: "./language.cjs", external: true }
        : undefined,
    );
  },
};

const browser = {
  ...common,
  platform: "browser",
  target: "es2022",
  format: "iife",
  jsx: "automatic",
  minify: true,
  define: { "process.env.NODE_ENV": '"production"' },
};

const webviews = ["canvas", "training", "gradients", "predict", "summary"];

/** Starts sooner, and its stack traces keep the names. */
const compact = { minifyWhitespace: true, minifySyntax: true };

/** The bundles in dist/: each process's entry point, and how it is bundled. */
export const bundles = [
  {
    entry: "extension/extension.ts",
    options: { ...node, outfile: "dist/extension.cjs", minify: true, plugins: [lazyLanguage] },
  },
  { entry: "extension/language.ts", options: { ...node, outfile: "dist/language.cjs", minify: true } },
  { entry: "engine/server/main.ts", options: { ...node, ...compact, outfile: "dist/engine.cjs" } },
  { entry: "engine/cli.ts", options: { ...node, ...compact, outfile: "dist/cli.cjs" } },
  ...webviews.map((name) => ({
    entry: `webview/${name}/main.tsx`,
    options: { ...browser, outfile: `dist/webview/${name}.js` },
  })),
];

async function hostTests(esbuild) {
  if (!existsSync(at("test/host"))) return say("test/host does not exist yet: not built");
  const entryPoints = readdirSync(at("test/host"), { recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join("test/host", name));
  await esbuild.build({
    ...node,
    entryPoints,
    outdir: "out/test/host",
    outbase: "test/host",
    outExtension: { ".js": ".cjs" },
  });
}

/** media/netloom.schema.json, derived from the layers' records. */
async function writeSchema(esbuild) {
  const entry = "engine/document/completionSchema.ts";
  if (!existsSync(at(entry))) return say(`${entry} does not exist yet: no JSON Schema`);
  const outfile = at("out/completionSchema.cjs");
  await esbuild.build({ ...node, entryPoints: [entry], outfile, sourcemap: false });
  const { completionSchema } = createRequire(import.meta.url)(outfile);
  mkdirSync(at("media"), { recursive: true });
  writeFileSync(at("media/netloom.schema.json"), `${JSON.stringify(completionSchema(), null, 2)}\n`);
}

/** Builds everything into dist/ (and out/test/host). */
export async function build() {
  const esbuild = await import("esbuild");
  const start = performance.now();
  const present = bundles.filter(({ entry }) => {
    const there = existsSync(at(entry));
    if (!there) say(`${entry} does not exist yet: not built`);
    return there;
  });
  const bundle = ({ entry, options }) => esbuild.build({ ...options, entryPoints: [entry], metafile: true });
  const [built] = await Promise.all([
    Promise.all(present.map(bundle)),
    hostTests(esbuild),
    writeSchema(esbuild),
  ]);
  const metafiles = built.map(({ metafile }) => metafile);
  mkdirSync(at("dist"), { recursive: true });
  const native = ["webgpu", "onnxruntime-node", "onnxruntime-common"];
  writeFileSync(at("dist/ThirdPartyNotices.txt"), thirdPartyNotices(metafiles, native));
  say(`Built dist/ in ${seconds(performance.now() - start)}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  await main(async () => {
    await ensureDependencies();
    await build();
  });
