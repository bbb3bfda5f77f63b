import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { themes } from "./themes";

/** A webview page with a fake host in a browser, without VS Code, for tests and manual inspection. */
export interface OpenPage {
  readonly tab: Page;
  /** Errors that the page threw or logged. */
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

export interface PageOptions {
  readonly theme?: keyof typeof themes;
  /** A bundle of messages in another language. */
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
  /** Whether things may move, which by default the system asks them not to. */
  readonly moves?: boolean;
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-dev-shm-usage",
];

const fonts = {
  "font-family": '"Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif',
  "font-size": "13px",
  "editor-font-family": '"DejaVu Sans Mono", monospace',
};

/** Builds the page `name` and its fake host into a temporary folder; `remove` deletes it. */
export async function buildPage(
  name: string,
  host: string,
): Promise<{ readonly folder: string; readonly remove: () => void }> {
  const folder = mkdtempSync(path.join(tmpdir(), `netloom-${name}-`));
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: { [name]: `webview/${name}/main.tsx`, host: `test/webview/page/${host}` },
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

export function openBrowser(
  executablePath = process.env.NETLOOM_CHROMIUM ?? "/usr/bin/chromium",
): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags });
}

let pages = 0;

/** Tabs that were closed without an error, to be used again: a new one takes longer than most tests. */
const unused = new WeakMap<Browser, Page[]>();

/** Leaves an empty tab without pressed buttons behind, whatever a test did in it. */
async function clear(tab: Page): Promise<void> {
  await tab.mouse.up();
  for (const key of ["Shift", "Control"]) await tab.keyboard.up(key);
  tab.removeAllListeners();
  await tab.goto("about:blank");
}

/** Opens a page that was built; `script` runs after its host and before the page. */
export async function openPage(
  browser: Browser,
  folder: string,
  name: string,
  options: PageOptions,
  script = "",
): Promise<OpenPage> {
  const { width = 1400, height = 860, moves = false } = options;
  const reducedMotion = moves ? "no-preference" : "reduce";
  const idle = unused.get(browser) ?? [];
  unused.set(browser, idle);
  const tab = idle.pop() ?? (await (await browser.newContext()).newPage());
  await tab.setViewportSize({ width, height });
  await tab.emulateMedia({ reducedMotion });
  const file = path.join(folder, `${++pages}.html`);
  writeFileSync(file, html(name, options, script));
  const errors: string[] = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  tab.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await tab.goto(pathToFileURL(file).href);
  const close = async () => {
    if (errors.length > 0) return tab.context().close();
    await clear(tab);
    idle.push(tab);
  };
  return { tab, errors, close };
}

/** HTML like the extension's, with the theme's colours as the workbench sets them. */
function html(name: string, { theme = "dark", language }: PageOptions, script: string): string {
  const { kind, colours } = themes[theme];
  const style = Object.entries({ ...fonts, ...colours })
    .map(([name, value]) => `--vscode-${name}: ${value}`)
    .join("; ");
  const messages = language === undefined ? "" : readFileSync(path.join(root, language), "utf8");
  return `<!doctype html>
<html lang="en" style="${style.replaceAll('"', "&quot;")}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' data:; style-src 'self' file: 'unsafe-inline'; script-src 'nonce-n'; base-uri 'none'; form-action 'none'">
<link rel="stylesheet" href="${name}.css">
</head>
<body class="${kind}" style="background: var(--vscode-editor-background)">
<div id="root"></div>
<script type="application/json" id="l10n" nonce="n">${messages.replaceAll("<", "\\u003c")}</script>
<script nonce="n" src="host.js"></script>
<script nonce="n">${script.replaceAll("<", "\\u003c")}</script>
<script nonce="n" src="${name}.js"></script>
</body>
</html>`;
}
