import type { Histogram } from "../../engine/probes/probe";
import { formatCount, formatNumber } from "../../engine/run/format";
import { themeColour } from "../ui/theme";
import { density, isDrawable, symmetricRange } from "./density";

type Context = CanvasRenderingContext2D;

/** Pixels for the numbers under a picture. */
const footer = 14;

/** Draws a histogram as an area over its whole range, with the ends of the range below and a dashed line at 0. */
export function drawHistogram(context: Context, width: number, height: number, histogram: Histogram): void {
  if (!isDrawable(histogram)) return;
  const colour = themeColour("charts-blue");
  let { low, high } = histogram;
  if (low === high) [low, high] = [low - 1, high + 1];
  const floor = height - footer;
  const heights = density(histogram, low, high, Math.max(2, Math.round(width / 2)));
  area(context, heights, { left: 0, width, floor, height: floor - 2 });
  context.fillStyle = `color-mix(in srgb, ${colour} 30%, transparent)`;
  context.fill();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.stroke();
  rule(context, 0, width, floor);
  const zero = low < 0 && high > 0 ? (-low / (high - low)) * width : undefined;
  if (zero !== undefined) {
    context.strokeStyle = faint();
    context.setLineDash([2, 2]);
    context.beginPath();
    context.moveTo(zero, 0);
    context.lineTo(zero, floor);
    context.stroke();
    context.setLineDash([]);
  }
  write(context, formatNumber(low), 0, height, "left");
  write(context, formatNumber(high), width, height, "right");
}

/** One step's histogram in a ridgeline plot. */
export interface Ridge {
  readonly step: number;
  readonly histogram: Histogram;
}

/**
 * Draws histograms over time as a ridgeline plot on one axis around 0, the oldest at the back and on top. All are
 * equally high, so that their widths can be compared.
 */
export function drawRidges(context: Context, width: number, height: number, all: readonly Ridge[]): void {
  const ridges = all.filter(({ histogram }) => isDrawable(histogram));
  if (ridges.length === 0) return;
  const range = symmetricRange(ridges.map(({ histogram }) => histogram));
  const labels = 44;
  const left = labels;
  const plot = width - labels;
  const tall = 30;
  const floor = height - footer;
  const gap = ridges.length > 1 ? Math.min(11, (floor - tall) / (ridges.length - 1)) : 0;
  const background = themeColour("sideBar-background", "editor-background");
  const [from, to] = [themeColour("charts-blue"), themeColour("charts-purple")];
  for (const [index, { histogram }] of ridges.entries()) {
    const age = ridges.length > 1 ? index / (ridges.length - 1) : 1;
    const colour = `color-mix(in oklab, ${to} ${Math.round(age * 100)}%, ${from})`;
    const base = floor - (ridges.length - 1 - index) * gap;
    const heights = density(histogram, -range, range, Math.max(2, Math.round(plot / 2)));
    area(context, heights, { left, width: plot, floor: base, height: tall - 2 });
    context.fillStyle = `color-mix(in srgb, ${colour} ${Math.round(28 + 22 * age)}%, ${background})`;
    context.fill();
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.stroke();
  }
  const first = ridges[0];
  const last = ridges.at(-1);
  if (first && last && first !== last)
    write(context, formatCount(first.step), left - 6, floor - (ridges.length - 1) * gap + 2, "right");
  if (last) write(context, formatCount(last.step), left - 6, floor + 2, "right");
  write(context, formatNumber(-range), left, height, "left");
  write(context, "0", left + plot / 2, height, "center");
  write(context, formatNumber(range), width, height, "right");
}

interface Box {
  readonly left: number;
  readonly width: number;
  readonly floor: number;
  readonly height: number;
}

function area(context: Context, heights: readonly number[], { left, width, floor, height }: Box): void {
  context.beginPath();
  context.moveTo(left, floor);
  for (const [index, fraction] of heights.entries())
    context.lineTo(left + (index / (heights.length - 1)) * width, floor - fraction * height);
  context.lineTo(left + width, floor);
}

function rule(context: Context, left: number, right: number, y: number): void {
  context.strokeStyle = faint();
  context.beginPath();
  context.moveTo(left, y + 0.5);
  context.lineTo(right, y + 0.5);
  context.stroke();
}

function write(context: Context, text: string, x: number, y: number, align: CanvasTextAlign): void {
  context.font = `10px ${getComputedStyle(document.body).fontFamily}`;
  context.fillStyle = themeColour("descriptionForeground", "foreground");
  context.textAlign = align;
  context.textBaseline = "bottom";
  context.fillText(text, x, y);
}

function faint(): string {
  return `color-mix(in srgb, ${themeColour("descriptionForeground", "foreground")} 35%, transparent)`;
}
