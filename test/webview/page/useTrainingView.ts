import type { Page } from "playwright-core";
import { afterEach, expect } from "vitest";
import type { FromTraining, ToTraining } from "../../../webview/messages/training";
import { openPage, type OpenPage, type PageOptions } from "./openPage";
// Declares `plainHost`.
import type {} from "./plainHost";
import { usePage } from "./usePage";

/** The Training view in a browser; a fake host stands in for VS Code. */
export interface TrainingPage {
  readonly tab: Page;
  /** Messages of the host. */
  readonly send: (...messages: readonly ToTraining[]) => Promise<void>;
  /** What the page has sent to the host. */
  readonly posted: () => Promise<FromTraining[]>;
}

/** Opens the view, and closes it after each test, which fails if the page had an error. */
export function useTrainingView(): (options: PageOptions) => Promise<TrainingPage> {
  const page = usePage("training", "plainHost.ts");
  let opened: OpenPage | undefined;
  afterEach(async () => {
    const errors = opened?.errors ?? [];
    await opened?.close();
    opened = undefined;
    expect(errors).toEqual([]);
  });
  return async (options) => {
    opened = await openPage(page.browser, page.folder, "training", options);
    const { tab } = opened;
    return {
      tab,
      send: (...messages) =>
        tab.evaluate((sent) => sent.forEach((message) => plainHost.send(message)), messages),
      posted: async () => (await tab.evaluate(() => plainHost.posted)) as FromTraining[],
    };
  };
}
