import type { RunSeries, XAxis } from "./RunSeries";
import { thin } from "./thin";

/** One chart's columns in uPlot's aligned form: null breaks a line, undefined is passed over. */
export interface PlotData {
  readonly x: number[];
  readonly raw: (number | null | undefined)[];
  readonly smooth: (number | null | undefined)[];
  readonly validation: (number | null)[];
  /** What is shown of the x axis. */
  readonly xRange: readonly [number, number];
  /** Lowest and highest value worth showing; undefined while there is none. */
  readonly yRange: readonly [number, number] | undefined;
}

export interface PlotView {
  readonly axis: XAxis;
  readonly stepsPerEpoch: number;
  /** A part of the x axis; undefined: all. */
  readonly zoom: readonly [number, number] | undefined;
  /** Only values above 0 can be drawn. */
  readonly log: boolean;
  /** Pixels of the plotting area. */
  readonly columns: number;
}

/** What a chart draws of one quantity, thinned to its pixels. */
export function plotData(series: RunSeries, name: string, view: PlotView): PlotData {
  const curve = series.curve(name);
  const { column, unit } = series.axis(view.axis, view.stepsPerEpoch);
  const all: readonly [number, number] = [
    Math.min(0, column.get(0) / unit || 0),
    Math.max(series.length > 0 ? column.last / unit : 0, 1e-9),
  ];
  const xRange = view.zoom ?? (view.axis === "step" ? [Math.max(all[0], 0), Math.max(all[1], 1)] : all);
  // One row more on either side, so that lines run out of the picture instead of ending in it.
  const from = Math.max(0, column.lowerBound(xRange[0] * unit) - 1);
  const to = Math.min(series.length, column.lowerBound(xRange[1] * unit) + 2);
  const rows = curve ? thin(column.view(), curve.raw.view(), from, to, view.columns) : [];

  const drawable = (value: number) => Number.isFinite(value) && (!view.log || value > 0);
  const x: number[] = [];
  const raw: (number | null | undefined)[] = [];
  const smooth: (number | null | undefined)[] = [];
  const validation: (number | null)[] = [];
  let low = Infinity;
  let high = -Infinity;
  const widen = (value: number) => {
    low = Math.min(low, value);
    high = Math.max(high, value);
  };

  const figures = series.validation.get(name);
  let figure = 0;
  const figureX = () => {
    if (!figures || figure >= figures.step.length) return Infinity;
    const step = figures.step.get(figure);
    if (view.axis !== "time") return step / unit;
    const row = Math.min(series.step.lowerBound(step), series.length - 1);
    return row < 0 ? Infinity : series.seconds.get(row);
  };
  const takeFigure = () => {
    const value = figures?.value.get(figure++) ?? NaN;
    return drawable(value) ? value : null;
  };
  const addFigure = (at: number) => {
    x.push(at);
    raw.push(undefined);
    smooth.push(undefined);
    const value = takeFigure();
    if (value !== null && at >= xRange[0] && at <= xRange[1]) widen(value);
    validation.push(value);
  };

  for (const row of rows) {
    const at = column.get(row) / unit;
    while (figureX() < at) addFigure(figureX());
    const own = figureX() === at ? takeFigure() : null;
    const value = curve?.raw.get(row) ?? NaN;
    const mean = curve?.smooth.get(row) ?? NaN;
    x.push(at);
    raw.push(drawable(value) ? value : null);
    smooth.push(drawable(mean) ? mean : null);
    validation.push(own);
    if (drawable(mean)) widen(mean);
    if (own !== null) widen(own);
  }
  while (figureX() < Infinity) addFigure(figureX());

  const typical = spread(raw);
  if (typical) for (const value of typical) widen(value);
  return { x, raw, smooth, validation, xRange, yRange: low <= high ? [low, high] : undefined };
}

/**
 * Where all but the most extreme fiftieth of the values on either side lie, so that one wild batch does not press
 * the curve flat; few values are all kept.
 */
function spread(values: readonly (number | null | undefined)[]): readonly [number, number] | undefined {
  const sorted = values.filter((value) => typeof value === "number").sort((a, b) => a - b);
  const cut = sorted.length < 50 ? 0 : Math.floor(sorted.length / 50);
  const low = sorted[cut];
  const high = sorted[sorted.length - 1 - cut];
  return low === undefined || high === undefined ? undefined : [low, high];
}
