import uPlot from "uplot";
import { onThemeChange, themeColour } from "../ui/theme";
import type { PlotData } from "./plotData";

export interface LineChartOptions {
  readonly log: boolean;
  /** Formats a tick on the y axis; `step` is the distance between two ticks. */
  readonly tick: (value: number, step: number) => string;
  /** Called with the range of the x axis selected by dragging, or undefined on a double click, which resets the zoom. */
  readonly onZoom: (range: readonly [number, number] | undefined) => void;
  readonly onHover: (x: number | undefined) => void;
}

export interface LineChart {
  /** Width of the plotting area in device pixels. */
  readonly columns: () => number;
  readonly draw: (data: PlotData) => void;
  /** Moves the cursor line to a position on the x axis, to follow the cursor in another chart. */
  readonly hover: (x: number | undefined) => void;
  readonly resize: (width: number, height: number) => void;
  readonly destroy: () => void;
}

interface Colours {
  readonly train: string;
  readonly validation: string;
  readonly text: string;
  readonly grid: string;
}

/** Blue for training and yellow for validation, which can be told apart with all common kinds of colour blindness. */
function readColours(): Colours {
  const text = themeColour("descriptionForeground", "foreground");
  return {
    train: themeColour("charts-blue"),
    validation: themeColour("charts-yellow", "charts-orange"),
    text,
    grid: `color-mix(in srgb, ${text} 14%, transparent)`,
  };
}

/** Creates a chart of one metric in `host`: a faint raw line, a smoothed line, and validation values with points. */
export function lineChart(host: HTMLElement, options: LineChartOptions): LineChart {
  let colours = readColours();
  let range: PlotData["yRange"];
  let isFollowing = false;
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = {
    stroke: () => colours.text,
    font,
    ticks: { show: false },
    grid: { stroke: () => colours.grid, width: 1 },
  };
  const chart = new uPlot(
    {
      width: Math.max(host.clientWidth, 40),
      height: Math.max(host.clientHeight, 40),
      padding: [6, 16, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: false, auto: false },
        // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- uPlot's enum exists as a type only
        y: { auto: true, distr: options.log ? 3 : 1, range: () => padded(range, options.log) },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 20,
          gap: 3,
          space: 60,
          values: (_, splits) => splits.map((value) => (range ? compact(value) : "")),
        },
        {
          ...axis,
          gap: 5,
          space: 26,
          // On a logarithmic axis, uPlot omits labels by passing null; the first call comes before there are any.
          size: (_, values: readonly (string | null)[] | null) =>
            12 + 6.5 * Math.max(3, ...(values ?? []).map((text) => text?.length ?? 0)),
          values: (_, splits: readonly (number | null)[]) =>
            splits.map((value) => (value === null || !range ? null : options.tick(value, gapOf(splits)))),
        },
      ],
      series: [
        {},
        { stroke: () => colours.train, width: 1, alpha: 0.35, points: { show: false } },
        { stroke: () => colours.train, width: 1.5, points: { show: false } },
        {
          stroke: () => colours.validation,
          width: 1.5,
          spanGaps: true,
          points: { show: true, size: 5, space: 0, fill: () => colours.validation },
        },
      ],
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false, dist: 5 },
        points: { show: (self, index) => hoverPoint(self, index, () => colours), size: 7 },
        bind: { dblclick: () => () => (options.onZoom(undefined), null) },
      },
      hooks: {
        setSelect: [
          (self) => {
            if (self.select.width < 5) return;
            const from = self.posToVal(self.select.left, "x");
            const to = self.posToVal(self.select.left + self.select.width, "x");
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            options.onZoom([from, to]);
          },
        ],
        setCursor: [
          (self) => {
            if (isFollowing) return;
            const left = self.cursor.left ?? -1;
            options.onHover(left < 0 ? undefined : self.posToVal(left, "x"));
          },
        ],
      },
    },
    [[], [], [], []],
    host,
  );
  const endTheme = onThemeChange(() => {
    colours = readColours();
    chart.redraw(false);
  });
  return {
    columns: () => Math.max(50, Math.round(chart.bbox.width)),
    draw: (data) => {
      range = data.yRange;
      chart.batch(() => {
        chart.setData([data.x, data.raw, data.smooth, data.validation], false);
        chart.setScale("x", { min: data.xRange[0], max: data.xRange[1] });
      });
    },
    hover: (x) => {
      isFollowing = true;
      const left = x === undefined ? -10 : chart.valToPos(x, "x");
      chart.setCursor({ left, top: left < 0 ? -10 : 0 });
      isFollowing = false;
    },
    resize: (width, height) => chart.setSize({ width, height }),
    destroy: () => {
      endTheme();
      chart.destroy();
    },
  };
}

/** A dot at the cursor, on the smoothed and the validation line only. */
function hoverPoint(chart: uPlot, series: number, colours: () => Colours): HTMLElement {
  const point = document.createElement("div");
  point.className = "u-cursor-pt";
  if (series === 1) point.style.display = "none";
  point.style.background = series === 3 ? colours().validation : colours().train;
  chart.over.append(point);
  return point;
}

/** Adds some room above and below; a range of a single value gets some height. */
function padded(range: PlotData["yRange"], log: boolean): [number, number] {
  if (!range) return log ? [0.1, 1] : [0, 1];
  const [low, high] = range;
  if (log) return [low / 1.15, high * 1.15];
  const room = (high - low) * 0.06 || Math.abs(high) * 0.1 || 0.5;
  // Without negative values, the axis does not start below 0.
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

function gapOf(splits: readonly (number | null)[]): number {
  const shown = splits.filter((value) => value !== null);
  return shown.length > 1 ? Math.abs((shown[1] ?? 0) - (shown[0] ?? 0)) : 1;
}

const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 4 });

/** `0.5`, `200`, `12.5K` */
function compact(value: number): string {
  return short.format(value);
}
