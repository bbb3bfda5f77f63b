// Builds the canvas with the fake host and opens it in Chromium, without VS Code: for its tests and for looking at it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { chromium } from "playwright-core";
import { themes } from "./themes.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-dev-shm-usage",
];

/** The page's files in a folder of their own; `remove` takes them away. */
export async function buildPage() {
  const folder = mkdtempSync(path.join(tmpdir(), "netloom-canvas-"));
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: { canvas: "webview/canvas/main.tsx", host: "test/webview/harness/fakeHost.ts" },
    outdir: folder,
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function html({ theme, text, l10n }) {
  const { kind, colours } = themes[theme];
  const style = Object.entries({ ...fonts, ...colours })
    .map(([name, value]) => `--vscode-${name}: ${value}`)
    .join("; ");
  return `<!doctype html><html lang="en" style="${style.replaceAll('"', "&quot;")}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' data:; style-src 'self' file: 'unsafe-inline'; script-src 'nonce-n'">
<link rel="stylesheet" href="canvas.css"></head><body class="${kind}" style="background: var(--vscode-editor-background)"><div id="root"></div>
<script type="application/json" id="l10n" nonce="n">${l10n ? readFileSync(path.join(root, l10n), "utf8").replaceAll("<", "\\u003c") : ""}</script>
<script nonce="n" src="host.js"></script>
<script nonce="n">host.text = ${JSON.stringify(text).replaceAll("<", "\\u003c")};</script>
<script nonce="n" src="canvas.js"></script></body></html>`;
}

const fonts = {
  "font-family": '"Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif',
  "font-size": "13px",
  "editor-font-family": '"DejaVu Sans Mono", monospace',
};

export async function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

/** Opens a document on the canvas. `theme` is one of themes.mjs. */
export async function openCanvas(
  browser,
  page,
  { text = "", theme = "dark", l10n, width = 1400, height = 860, reducedMotion = "reduce" } = {},
) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion });
  const file = path.join(page.folder, `${theme}-${Math.random().toString(36).slice(2)}.html`);
  writeFileSync(file, html({ theme, text, l10n }));
  const tab = await context.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await tab.goto(pathToFileURL(file).href);
  await tab.waitForFunction(() => globalThis.host?.said.some(({ kind }) => kind === "painted"));
  return { tab, errors, close: () => context.close() };
}
