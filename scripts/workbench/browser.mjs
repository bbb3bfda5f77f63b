// The browser that shows the workbench in tests.
import { chromium } from "playwright-core";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/**
 * Opens a page for a workbench in its own browser.
 * `outside` collects requests that leave this machine: the extension promises that there are none.
 * @param {string} executablePath
 * @param {{ width: number, height: number }} viewport
 */
export async function openBrowser(executablePath, viewport = { width: 1400, height: 900 }) {
  const browser = await chromium.launch({ executablePath, args });
  const context = await browser.newContext({ viewport });
  // For every webview, VS Code asks whether its service worker has changed. On a busy machine the answer takes up to 50 s,
  // and no VS Code is updated while its tests run.
  await context.addInitScript(() => {
    if (typeof ServiceWorkerRegistration === "undefined") return;
    ServiceWorkerRegistration.prototype.update = async function () {
      return this;
    };
  });
  const page = await context.newPage();
  const outside = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    const local =
      !/^(https?|wss?):$/.test(url.protocol) ||
      url.hostname === "127.0.0.1" ||
      // Served by the webviews' service worker, from the extension's own files.
      url.hostname.endsWith(".vscode-resource.vscode-cdn.net");
    if (!local) outside.push(request.url());
  });
  return { browser, context, page, outside };
}
