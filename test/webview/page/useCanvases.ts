import { afterEach, expect } from "vitest";
import { CanvasDriver } from "./CanvasDriver";
import { openCanvas, type Options } from "./openCanvas";
import { usePage } from "./usePage";

/**
 * Opens canvases in a browser, each with a fake host that stands in for VS Code. They are closed after each test, which
 * fails if one had an error.
 *
 * @param text The document, if the options of a canvas give no other.
 */
export function useCanvases(text: string): (options?: Options) => Promise<CanvasDriver> {
  const page = usePage("canvas", "fakeHost.ts");
  let opened: CanvasDriver[] = [];
  afterEach(async () => {
    const errors = opened.flatMap((canvas) => canvas.errors);
    await Promise.all(opened.map((canvas) => canvas.close()));
    opened = [];
    expect(errors).toEqual([]);
  });
  return async (options = {}) => {
    const canvas = new CanvasDriver(await openCanvas(page.browser, page.folder, { text, ...options }));
    opened.push(canvas);
    return canvas;
  };
}
