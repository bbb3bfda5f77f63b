import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { buildPage, openBrowser } from "./openPage";

/** Builds a page with its fake host once per test file, and opens a browser for it. */
export function usePage(name: string, host: string): { readonly browser: Browser; readonly folder: string } {
  let browser: Browser | undefined;
  let page: Awaited<ReturnType<typeof buildPage>> | undefined;
  beforeAll(async () => {
    page = await buildPage(name, host);
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    page?.remove();
  });
  return {
    get browser() {
      return browser!;
    },
    get folder() {
      return page!.folder;
    },
  };
}
