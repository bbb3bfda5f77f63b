import type { Page } from "playwright-core";
import { afterEach, expect } from "vitest";
import { openPage, type OpenPage, type PageOptions } from "./openPage";
// Declares `plainHost`.
import type {} from "./plainHost";
import { usePage } from "./usePage";

/** A view in a browser; a fake host stands in for VS Code. */
export interface PlainPage<From, To> {
  readonly tab: Page;
  /** Messages of the host. */
  readonly send: (...messages: readonly To[]) => Promise<void>;
  /** What the page has sent to the host. */
  readonly posted: () => Promise<From[]>;
}

/** Opens a page, and closes it after each test, which fails if the page had an error. */
export function usePlainPage<From, To>(name: string): (options: PageOptions) => Promise<PlainPage<From, To>> {
  const page = usePage(name, "plainHost.ts");
  let opened: OpenPage | undefined;
  afterEach(async () => {
    const errors = opened?.errors ?? [];
    await opened?.close();
    opened = undefined;
    expect(errors).toEqual([]);
  });
  return async (options) => {
    opened = await openPage(page.browser, page.folder, name, options);
    const { tab } = opened;
    return {
      tab,
      send: (...messages) =>
        tab.evaluate(
          (sent) => sent.forEach((message) => plainHost.send(message)),
          messages as readonly unknown[],
        ),
      posted: async () => (await tab.evaluate(() => plainHost.posted)) as From[],
    };
  };
}
