import type { Browser } from "playwright-core";
import { openPage, type OpenPage, type PageOptions } from "./openPage";

/** The canvas with the fake host. */
export type Canvas = OpenPage;

export interface Options extends PageOptions {
  readonly text?: string;
  /** Milliseconds that the host takes to send the document. */
  readonly opensAfter?: number;
  /** What the page saved before it was reloaded. */
  readonly saved?: unknown;
}

/** Opens a document on the canvas and waits for its first paint. */
export async function openCanvas(browser: Browser, folder: string, options: Options = {}): Promise<Canvas> {
  const { text = "", opensAfter = 0, saved } = options;
  const restore = saved === undefined ? "" : `acquireVsCodeApi().setState(${JSON.stringify(saved)});`;
  const script = `host.text = ${JSON.stringify(text)}; host.opensAfter = ${opensAfter}; ${restore}`;
  const canvas = await openPage(browser, folder, "canvas", options, script);
  await canvas.tab.waitForFunction(() => host.posted.some(({ kind }) => kind === "painted"));
  return canvas;
}
