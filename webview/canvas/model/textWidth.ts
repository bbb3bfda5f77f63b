let context: CanvasRenderingContext2D | null | undefined;
let family = "sans-serif";
let mono = "monospace";

/** Reads the workbench's fonts, which may change while the page is open. */
export function readFonts(): void {
  const style = getComputedStyle(document.documentElement);
  family = style.getPropertyValue("--vscode-font-family") || family;
  mono = style.getPropertyValue("--vscode-editor-font-family") || mono;
}

/** The fonts that texts are measured in, as lists of families like in CSS. */
export function fontFamilies(): { readonly text: string; readonly mono: string } {
  return { text: family, mono };
}

/** Width of a text on the canvas, in px; an estimate if there is no page to measure on. */
export function textWidth(text: string, size: number, style: "normal" | "bold" | "mono" = "normal"): number {
  if (context === undefined)
    context = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
  if (!context) return text.length * size * (style === "mono" ? 0.6 : 0.55);
  context.font = `${style === "bold" ? "600 " : ""}${size}px ${style === "mono" ? mono : family}`;
  return context.measureText(text).width;
}
