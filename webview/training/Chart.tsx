import "../ui/hues.css";
import { t } from "@vscode/l10n";
import { useEffect, useRef } from "react";
import { formatCount } from "../../engine/run/format";
import { hueAt } from "../ui/hueAt";
import { formatDuration } from "./duration";
import { lineChart } from "./lineChart";
import {
  formatMetric,
  formatTick,
  higherIsBetter,
  metricName,
  metricSummary,
  objectiveOfLoss,
} from "./metric";
import { plotData } from "./plotData";
import type { RunState } from "./runState";
import type { XAxis } from "./RunSeries";
import { useRun, useView, type View } from "./stores";

/** One metric: its name, its values (the newest, or those under the cursor) and its curves. Drawn at most once per frame. */
export function Chart({ name }: { readonly name: string }) {
  const host = useRef<HTMLDivElement>(null);
  const log = useView((view) => (name === "loss" || objectiveOfLoss(name) !== undefined) && view.logLoss);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const chart = lineChart(element, {
      log,
      tick: (value, step) => formatTick(name, value, step),
      onZoom: (zoom) => useView.setState({ zoom }),
      onHover: (hover) => useView.setState({ hover }),
    });
    let frame = 0;
    const draw = () => {
      frame = 0;
      const { series, start } = useRun.getState();
      const { axis, zoom } = useView.getState();
      chart.draw(
        plotData(series, name, {
          axis,
          zoom,
          log,
          stepsPerEpoch: start?.stepsPerEpoch ?? 1,
          columns: chart.columns(),
        }),
      );
    };
    const schedule = () => (frame ||= requestAnimationFrame(draw));
    const endRun = useRun.subscribe(schedule);
    const endView = useView.subscribe((view, before) => {
      if (view.hover !== before.hover && !element.matches(":hover")) chart.hover(view.hover);
      if (view.axis !== before.axis || view.zoom !== before.zoom) schedule();
    });
    const sizes = new ResizeObserver(() => {
      chart.resize(element.clientWidth, element.clientHeight);
      schedule();
    });
    sizes.observe(element);
    schedule();
    return () => {
      cancelAnimationFrame(frame);
      sizes.disconnect();
      endView();
      endRun();
      chart.destroy();
    };
  }, [name, log]);

  return (
    <section className="chart" aria-label={t("Chart of {0}", metricName(name))}>
      <Values name={name} />
      <div className="plot" ref={host} />
    </section>
  );
}

/** The training and validation values: the newest, or those under the cursor. */
function Values({ name }: { readonly name: string }) {
  const run = useRun();
  const view = useView();
  const row = shownRow(run, view);
  const curve = run.series.curve(name);
  const train = curve ? curve.smooth.get(row) : NaN;
  const list = run.series.validation.get(name);
  // The latest validation at that step.
  const index = list ? list.step.lowerBound(run.series.step.get(row) + 0.5) - 1 : -1;
  const validation = list && index >= 0 ? list.value.get(index) : NaN;
  const raw = curve ? curve.raw.get(row) : NaN;
  return (
    <header>
      <h2 title={metricSummary(name)}>
        <Swatch name={name} />
        {metricName(name)}
        <Direction name={name} />
      </h2>
      <span className="at">{view.hover === undefined ? "" : place(run, view.axis, row)}</span>
      <span className="values">
        {curve && curve.raw.length > 0 && !(Number.isNaN(train) && objectiveOfLoss(name) !== undefined) && (
          <span
            className="value train"
            title={t("Smoothed over the training batches; this batch: {0}", formatMetric(name, raw))}
          >
            <i>{t("train")}</i> <b>{formatMetric(name, train)}</b>
          </span>
        )}
        {!Number.isNaN(validation) && (
          <span className="value validation" title={t("Over the whole validation set, after an epoch")}>
            <i>{t("validation")}</i> <b>{formatMetric(name, validation)}</b>
          </span>
        )}
      </span>
    </header>
  );
}

/** The colour that the canvas marks an objective with, beside the name of its loss. */
function Swatch({ name }: { readonly name: string }) {
  const objective = objectiveOfLoss(name);
  const place = useRun(({ start }) => start?.objectives?.findIndex((each) => each.name === objective) ?? -1);
  return place < 0 ? null : <span className="objective-swatch" data-hue={hueAt(place)} aria-hidden />;
}

/** An arrow for whether higher or lower is better; none for a loss. */
function Direction({ name }: { readonly name: string }) {
  if (metricSummary(name) === undefined) return null;
  const higher = higherIsBetter(name);
  const words = higher ? t("higher is better") : t("lower is better");
  return (
    <span className="direction" role="img" aria-label={words} title={words}>
      {higher ? "↑" : "↓"}
    </span>
  );
}

function shownRow({ series, start }: RunState, { axis, hover }: View): number {
  if (hover === undefined) return series.length - 1;
  const { column, unit } = series.axis(axis, start?.stepsPerEpoch ?? 1);
  const after = column.lowerBound(hover * unit);
  const nearer = hover * unit - column.get(after - 1) < column.get(after) - hover * unit ? after - 1 : after;
  return Math.max(0, Math.min(nearer, series.length - 1));
}

function place({ series, start }: RunState, axis: XAxis, row: number): string {
  const step = series.step.get(row);
  if (axis === "time") return formatDuration(series.seconds.get(row));
  if (axis === "epoch") return t("epoch {0}", (step / (start?.stepsPerEpoch ?? 1)).toFixed(2));
  return t("step {0}", formatCount(step));
}
