import { readdirSync, readFileSync } from "node:fs";
import { drawPicture, type Picture } from "../../../../webview/canvas/picture/drawPicture";
import { printColours } from "../../../../webview/canvas/picture/printColours";
import type { CanvasState } from "../../../../webview/canvas/state/canvasState";
import { createCanvas, type Canvas } from "../../../../webview/canvas/state/createCanvas";

/** A canvas that shows a document, without a page. */
export function canvasOf(text: string): Canvas {
  const canvas = createCanvas(() => undefined);
  canvas.receive({ kind: "document", text, version: 1, answers: 0, facts: {}, dataProblems: [] });
  return canvas;
}

const look = { colours: printColours, fonts: { text: "sans-serif", mono: "monospace" } };

/** The picture for print of what a canvas shows. */
export function pictureOf(state: CanvasState, name = "model"): Picture {
  const picture = drawPicture(state, look, name);
  if (!picture) throw new Error("Nothing was drawn.");
  return picture;
}

/** The texts of all examples and architectures, by their files' names. */
export function exampleTexts(): Map<string, string> {
  const root = new URL("../../../../examples/", import.meta.url);
  return new Map(
    ["", "architectures/"].flatMap((folder) =>
      readdirSync(new URL(folder, root))
        .filter((file) => file.endsWith(".nn.json"))
        .map((file) => [folder + file, readFileSync(new URL(folder + file, root), "utf8")] as const),
    ),
  );
}

/** The texts that an SVG document shows, in its order. */
export function shownTexts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => unescaped(text));
}

/** The titles of its elements, which nodes and links have. */
export function titles(svg: string): string[] {
  return [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, text = ""]) => unescaped(text));
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
