import type { RunSeries, XAxis } from "./RunSeries";
import { thin } from "./thin";

/** The columns of a chart as uPlot's aligned data: null breaks a line, undefined is skipped. */
export interface PlotData {
  readonly x: number[];
  readonly raw: (number | null | undefined)[];
  readonly smooth: (number | null | undefined)[];
  readonly validation: (number | null)[];
  /** The visible range of the x axis. */
  readonly xRange: readonly [number, number];
  /** The lowest and highest value to show; undefined while there is none. */
  readonly yRange: readonly [number, number] | undefined;
}

export interface PlotView {
  readonly axis: XAxis;
  readonly stepsPerEpoch: number;
  /** The range of the x axis to show; undefined shows all. */
  readonly zoom: readonly [number, number] | undefined;
  /** Logarithmic y axis: only values above 0 can be drawn. */
  readonly log: boolean;
  /** Width of the plotting area in pixels. */
  readonly columns: number;
}

/** The data that a chart draws of one metric, thinned to its width. */
export function plotData(series: RunSeries, name: string, view: PlotView): PlotData {
  const curve = series.curve(name);
  const { column, unit } = series.axis(view.axis, view.stepsPerEpoch);
  const all: readonly [number, number] = [
    Math.min(0, column.get(0) / unit || 0),
    Math.max(series.length > 0 ? column.last / unit : 0, 1e-9),
  ];
  const xRange = view.zoom ?? (view.axis === "step" ? [Math.max(all[0], 0), Math.max(all[1], 1)] : all);
  // One more row on either side, so that lines continue to the edges.
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

  const points = series.validation.get(name);
  let next = 0;
  const nextX = () => {
    if (!points || next >= points.step.length) return Infinity;
    const step = points.step.get(next);
    if (view.axis !== "time") return step / unit;
    const row = Math.min(series.step.lowerBound(step), series.length - 1);
    return row < 0 ? Infinity : series.seconds.get(row);
  };
  const takePoint = () => {
    const value = points?.value.get(next++) ?? NaN;
    return drawable(value) ? value : null;
  };
  const addPoint = (at: number) => {
    x.push(at);
    raw.push(undefined);
    smooth.push(undefined);
    const value = takePoint();
    if (value !== null && at >= xRange[0] && at <= xRange[1]) widen(value);
    validation.push(value);
  };

  for (const row of rows) {
    const at = column.get(row) / unit;
    while (nextX() < at) addPoint(nextX());
    const point = nextX() === at ? takePoint() : null;
    const value = curve?.raw.get(row) ?? NaN;
    const mean = curve?.smooth.get(row) ?? NaN;
    x.push(at);
    raw.push(drawable(value) ? value : null);
    smooth.push(drawable(mean) ? mean : null);
    validation.push(point);
    if (drawable(mean)) widen(mean);
    if (point !== null) widen(point);
  }
  while (nextX() < Infinity) addPoint(nextX());

  const typical = spread(raw);
  if (typical) for (const value of typical) widen(value);
  return { x, raw, smooth, validation, xRange, yRange: low <= high ? [low, high] : undefined };
}

/**
 * The range of the values without the most extreme 2 % on either side, so that a single outlier does not flatten the
 * curve. With few values, none is left out.
 */
function spread(values: readonly (number | null | undefined)[]): readonly [number, number] | undefined {
  const sorted = values.filter((value) => typeof value === "number").sort((a, b) => a - b);
  const cut = sorted.length < 50 ? 0 : Math.floor(sorted.length / 50);
  const low = sorted[cut];
  const high = sorted[sorted.length - 1 - cut];
  return low === undefined || high === undefined ? undefined : [low, high];
}
