import { t } from "@vscode/l10n";
import { formatCount, formatNumber } from "../../engine/run/format";
import { formatDuration } from "./duration";
import { formatMetric, metricName } from "./metric";
import { isLive } from "../../engine/run/lifecycle";
import type { RunState } from "./runState";
import { useRun } from "./stores";

/** A column of facts about the run. */
export function Facts() {
  const run = useRun();
  const { start } = run;
  if (!start) return null;
  const done = start.steps > 0 ? Math.min(1, run.step / start.steps) : 0;
  return (
    <aside className="facts" aria-label={t("Facts about the run")}>
      <div
        className="progress"
        role="progressbar"
        aria-label={t("Progress")}
        aria-valuemin={0}
        aria-valuemax={start.steps}
        aria-valuenow={run.step}
      >
        <div className={isLive(run) ? undefined : "ended"} style={{ width: `${done * 100}%` }} />
      </div>
      <dl>
        {facts(run).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

function facts(run: RunState): readonly (readonly [string, string])[] {
  const { start, best, checkpoints } = run;
  if (!start) return [];
  const list: (readonly [string, string])[] = [
    [t("step"), t("{0} of {1}", formatCount(run.step), formatCount(start.steps))],
    [
      t("epoch"),
      t("{0} of {1}", (run.step / Math.max(1, start.stepsPerEpoch)).toFixed(1), formatCount(start.epochs)),
    ],
    timeFact(run),
  ];
  if (run.samplesPerSecond !== undefined)
    list.push([t("samples/s"), formatNumber(Math.round(run.samplesPerSecond))]);
  if (run.learningRate !== undefined) list.push([t("learning rate"), formatNumber(run.learningRate)]);
  list.push([t("device"), start.device.name]);
  if (best)
    list.push([
      t("best {0}", metricName(best.metric)),
      t("{0} in epoch {1}", formatMetric(best.metric, best.value), best.epoch),
    ]);
  if (checkpoints.length > 0)
    list.push([
      t("checkpoints"),
      checkpoints
        .map(({ kind, step }) =>
          kind === "best" ? t("best at {0}", formatCount(step)) : t("last at {0}", formatCount(step)),
        )
        .join(", "),
    ]);
  return list;
}

function timeFact(run: RunState): readonly [string, string] {
  const taken = formatDuration(run.series.length > 0 ? run.series.seconds.last : 0);
  if (!isLive(run) || run.secondsLeft === undefined) return [t("time"), taken];
  if (run.status === "paused") return [t("time left"), t("paused")];
  return [t("time left"), formatDuration(run.secondsLeft)];
}
