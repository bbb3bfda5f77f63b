// The real workbench with the packed extension installed, as for a user.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Frame, Locator, Page } from "playwright-core";
import { root } from "../../scripts/setup/paths.mjs";
import { openBrowser } from "../../scripts/workbench/browser.mjs";
import { startServer, workbenchUrl } from "../../scripts/workbench/server.mjs";

/** What `npm run test:e2e` provides. */
interface Given {
  readonly vscode: { readonly node: string; readonly server: string; readonly version: string };
  readonly chromium: string;
  /** The folder in which the packed extension is installed. */
  readonly extensions: string;
}

export interface Workbench {
  readonly page: Page;
  /** The opened folder, this workbench's own copy. */
  readonly folder: string;
  /** Requests to other machines. */
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
  const { vscode, chromium, extensions } = JSON.parse(process.env.NETLOOM_E2E) as Given;
  const temporary = mkdtempSync(path.join(tmpdir(), "netloom-e2e-"));
  const folder = path.join(temporary, path.basename(workspace));
  cpSync(path.join(root, workspace), folder, {
    recursive: true,
    filter: (file) => path.basename(file) !== ".netloom",
  });
  const profile = { data: path.join(temporary, "data"), extensions };
  // One for each of the files that run at the same time.
  const log = path.join(root, "out", `e2e-server-${process.env.VITEST_POOL_ID ?? ""}.log`);
  const server = await startServer(vscode, profile, { log, settings });
  const { browser, page, outside } = await openBrowser(chromium, viewport);
  const ready = async (): Promise<void> => {
    await page.waitForSelector(".monaco-workbench");
    await page.waitForFunction(
      () => performance.getEntriesByName("code/didStartWorkbench").length > 0,
      undefined,
      patience,
    );
    await contributed(page);
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
export const patience = { timeout: 60_000 };

/** Polls a condition until it holds. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  { timeout } = patience,
): Promise<void> {
  const end = Date.now() + timeout;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`timed out after ${timeout / 1000} s, waiting until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const quickInput = ".quick-input-widget:visible .quick-input-box input";
const quickRow = ".quick-input-list .monaco-list-row";

/** Waits until the command palette knows the extension's commands. */
async function contributed(page: Page): Promise<void> {
  const input = page.locator(quickInput);
  const row = page.locator(quickRow, { hasText: "Netloom: New Model" }).first();
  const soon = { timeout: 1000 };
  await until("the extension's commands are registered", async () => {
    try {
      // A key pressed too early is lost.
      await page.keyboard.press("F1");
      await input.fill(">Netloom: New Model", soon);
      await row.waitFor(soon);
      return true;
    } catch {
      return false;
    } finally {
      await page.keyboard.press("Escape");
    }
  });
  await input.waitFor({ state: "hidden" });
}

/** Types into VS Code's quick input and accepts the row with a text; returns the time at which it was accepted. */
export async function quickPick(page: Page, key: string, text: string, row: string): Promise<number> {
  const input = page.locator(quickInput);
  await page.keyboard.press(key);
  await input.waitFor();
  await input.fill(text);
  await page.locator(quickRow, { hasText: row }).first().waitFor();
  const accepted = performance.now();
  await page.keyboard.press("Enter");
  // The command may ask for something in the same place at once, so that it is never seen hidden.
  await until(
    "the quick input has closed",
    async () => (await input.isHidden()) || (await input.inputValue().catch(() => "")) !== text,
  );
  return accepted;
}

/** Runs a command from the command palette by its title. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await quickPick(page, "F1", `>${title}`, title);
}

/**
 * Opens a file of the workspace by its name; returns the time at which it was requested.
 * VS Code knows an extension's editors a little later than its commands, and until then it shows a model as text.
 */
export async function openFile(page: Page, name: string): Promise<number> {
  const file = path.basename(name);
  const accepted = await quickPick(page, "Control+P", name, file);
  await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor(patience);
  if (file.endsWith(".nn.json"))
    await until(`${file} is open on a canvas`, async () => {
      if (!(await showsText(page))) return true;
      await runCommand(page, "View: Reopen Editor With...");
      const canvas = page.locator(quickRow, { hasText: "Netloom Canvas" }).first();
      await canvas.click({ timeout: 1000 }).catch(() => page.keyboard.press("Escape"));
      return false;
    });
  return accepted;
}

/** Whether the active editor shows text, and not a webview, once it shows either. */
async function showsText(page: Page): Promise<boolean> {
  const text = page.locator(".editor-instance .monaco-editor:visible").first();
  const canvas = page.locator("iframe.webview:visible").first();
  await text.or(canvas).first().waitFor(patience);
  return text.isVisible();
}

/** The inner documents of all webviews; the outer ones only host them. */
function webviews(page: Page): Frame[] {
  return page.frames().filter((frame) => frame.url().includes("/pre/fake.html"));
}

/** The document inside the webview that shows `selector`. */
export async function webview(page: Page, selector: string): Promise<Frame> {
  let found: Frame | undefined;
  try {
    await until(`a webview shows ${selector}`, async () => {
      for (const frame of webviews(page)) {
        const first = frame.locator(selector).first();
        if (await first.isVisible().catch(() => false)) found = frame;
      }
      return found !== undefined;
    });
  } catch (error) {
    const texts = webviews(page).map((frame) => frame.locator("body").innerText({ timeout: 1000 }));
    const shown = (await Promise.allSettled(texts)).map((text) =>
      text.status === "fulfilled" ? text.value.slice(0, 400) : String(text.reason),
    );
    const frames = page.frames().map((frame) => frame.url().replace(/\?.*/, ""));
    const tabs = await page.locator(".tab").allInnerTexts();
    throw new Error(
      `${String(error)}; the webviews show ${JSON.stringify(shown)}, the frames are ${JSON.stringify(frames)}, ` +
        `the tabs ${JSON.stringify(tabs)}`,
      { cause: error },
    );
  }
  if (!found) throw new Error("unreachable");
  return found;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Drags with the mouse, in page coordinates. `before` is called before the button is released. */
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

/** The centre of an element in page coordinates, even if it is in a webview. */
export async function centre(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${String(locator)} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/**
 * Path of a screenshot for the README: in `docs/screenshots` if NETLOOM_SCREENSHOTS is set
 * (`npm run test:e2e -- --screenshots`), otherwise in `out/screenshots`.
 */
export function pictures(name: string): string {
  const folder = path.join(root, process.env.NETLOOM_SCREENSHOTS ? "docs" : "out", "screenshots");
  mkdirSync(folder, { recursive: true });
  return path.join(folder, `${name}.png`);
}

/** Takes a screenshot with the pointer out of the way. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.mouse.move(700, 5);
  await page.screenshot({ path: pictures(name) });
}
