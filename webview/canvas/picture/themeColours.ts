import type { NodeCategory } from "../model/nodeView";
import { hues } from "../../ui/hueAt";
import type { PictureColours } from "./Look";
import { printColours } from "./printColours";

/** The colours that the page has now. */
export function themeColours(): PictureColours {
  const probe = document.body.appendChild(document.createElement("span"));
  const context = paper();
  const read = (colour: string, hue?: number) => {
    probe.style.color = colour;
    if (hue !== undefined) probe.dataset.hue = String(hue);
    return painted(context, surface, getComputedStyle(probe).color);
  };
  let surface = "#000000";
  surface = read("var(--surface)");
  const isContrast = /\bvscode-high-contrast/.test(document.body.className);
  const cardLine = read("var(--card-line)");
  const category = Object.fromEntries(
    Object.keys(printColours.category).map((name) => [
      name,
      read(name === "unknown" ? "var(--text-quiet)" : `var(--${name})`),
    ]),
  ) as Record<NodeCategory, string>;
  const colours = {
    surface,
    card: read("var(--card)"),
    cardLine,
    chip: read("var(--chip)"),
    chipLine: isContrast ? cardLine : undefined,
    wire: read("var(--wire)"),
    text: read("var(--text)"),
    strong: read("var(--text-strong)"),
    quiet: read("var(--text-quiet)"),
    category,
    objectives: Array.from({ length: hues }, (_, hue) => read("var(--objective)", hue)),
  };
  probe.remove();
  return colours;
}

/** One pixel to paint on: only so are all notations of colours read, and transparent ones seen on the surface. */
function paper(): CanvasRenderingContext2D | null {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  return canvas.getContext("2d", { willReadFrequently: true });
}

function painted(context: CanvasRenderingContext2D | null, under: string, colour: string): string {
  if (!context) return under;
  for (const fill of [under, colour]) {
    context.fillStyle = fill;
    context.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
