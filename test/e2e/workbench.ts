// The real workbench with the packed extension installed, as a person has it.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Frame, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { root } from "../../scripts/setup/paths.mjs";
import { openBrowser } from "../../scripts/workbench/browser.mjs";
import { installExtension, startServer, workbenchUrl } from "../../scripts/workbench/server.mjs";

/** What `npm run test:e2e` provides. */
interface Given {
  readonly vscode: { readonly node: string; readonly server: string; readonly version: string };
  readonly chromium: string;
  readonly vsix: string;
}

export interface Workbench {
  readonly page: Page;
  /** The opened folder, a copy that belongs to this workbench. */
  readonly folder: string;
  /** Requests that left this machine. */
  readonly outside: readonly string[];
  /** Reloads the window, as after an update; the profile stays. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

const settings = {
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "window.commandCenter": false,
};

/** Opens a copy of `workspace` (a folder of the checkout) in a VS Code of its own with the packed extension. */
export async function openWorkbench(
  workspace: string,
  viewport = { width: 1400, height: 900 },
): Promise<Workbench> {
  if (!process.env.NETLOOM_E2E) throw new Error("run these tests with `npm run test:e2e`");
  const { vscode, chromium, vsix } = JSON.parse(process.env.NETLOOM_E2E) as Given;
  const temporary = mkdtempSync(path.join(tmpdir(), "netloom-e2e-"));
  const folder = path.join(temporary, path.basename(workspace));
  cpSync(path.join(root, workspace), folder, {
    recursive: true,
    filter: (file) => path.basename(file) !== ".netloom",
  });
  const profile = { data: path.join(temporary, "data"), extensions: path.join(temporary, "extensions") };
  await installExtension(vscode, profile, vsix);
  const log = path.join(root, "out", "e2e-server.log");
  const server = await startServer(vscode, profile, { log, settings });
  const { browser, page, outside } = await openBrowser(chromium, viewport);
  const ready = async (): Promise<void> => {
    await page.waitForSelector(".monaco-workbench");
    // Before the extension's contributions are there, a file of ours would open in the plain text editor.
    await expect
      .poll(
        () => page.evaluate(() => performance.getEntriesByName("code/didStartWorkbench").length),
        patience,
      )
      .toBeGreaterThan(0);
    await extensionIcon(page).waitFor({ state: "attached", timeout: patience.timeout });
  };
  await page.goto(workbenchUrl(server, { folder }));
  await ready();
  return {
    page,
    folder,
    outside,
    reload: async () => {
      await page.reload();
      await ready();
    },
    close: async () => {
      await browser.close();
      await server.stop();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}

/** How long the workbench may take on a busy machine. */
export const patience = { timeout: 30_000, interval: 50 };

/** Something that only the extension's contributions bring. */
const extensionIcon = (page: Page): Locator => page.locator('.action-item a[aria-label*="Netloom"]').first();

/** Types into VS Code's quick input and takes the row with a text. */
async function quickPick(page: Page, key: string, text: string, row: string): Promise<void> {
  const input = page.locator(".quick-input-widget:visible .quick-input-box input");
  await page.keyboard.press(key);
  await input.waitFor();
  await input.fill(text);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: row }).first().waitFor();
  await page.keyboard.press("Enter");
  await input.waitFor({ state: "hidden" });
}

/** Runs a command from the command palette by its title. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await quickPick(page, "F1", `>${title}`, title);
}

/** Opens a file of the workspace by its name. */
export async function openFile(page: Page, name: string): Promise<void> {
  await quickPick(page, "Control+P", name, path.basename(name));
}

/** The document inside the webview that shows `selector`. */
export async function webview(page: Page, selector: string): Promise<Frame> {
  const end = Date.now() + patience.timeout;
  while (Date.now() < end) {
    for (const frame of page.frames()) {
      // The outer document of a webview only hosts the inner one.
      if (!frame.url().includes("/pre/fake.html")) continue;
      const visible = await frame
        .locator(selector)
        .first()
        .isVisible()
        .catch(() => false);
      if (visible) return frame;
    }
    await page.waitForTimeout(patience.interval);
  }
  throw new Error(`no webview shows ${selector}`);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A real drag with the mouse, in page coordinates. `before` looks at the screen while the button is still down. */
export async function drag(page: Page, from: Point, to: Point, before?: () => Promise<void>): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 4, from.y + 4);
  await page.mouse.move(to.x, to.y, { steps: 12 });
  try {
    await before?.();
  } finally {
    await page.mouse.up();
  }
}

/** The centre of an element, in page coordinates also when it is in a webview. */
export async function centre(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${String(locator)} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/**
 * A picture for the README, in `docs/screenshots` when NETLOOM_SCREENSHOTS is set (`npm run test:e2e -- --screenshots`),
 * else in `out/screenshots`.
 */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = path.join(root, process.env.NETLOOM_SCREENSHOTS ? "docs" : "out", "screenshots");
  mkdirSync(folder, { recursive: true });
  await page.mouse.move(700, 5);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
