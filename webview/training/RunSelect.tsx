import { t } from "@vscode/l10n";
import type { RunEntry } from "../messages/run";
import { useRun, useRuns } from "./stores";

/** A list to select the run to show; hidden if there is only one. */
export function RunSelect({ onSelect }: { readonly onSelect: (run: string) => void }) {
  const shown = useRun((run) => run.id);
  const { runs } = useRuns();
  if (runs.length < 2 || shown === undefined) return null;
  return (
    <select
      className="run-select"
      aria-label={t("Run")}
      title={t("The run shown here and in the Gradients view")}
      value={shown}
      onChange={(event) => onSelect(event.target.value)}
    >
      {runs.map((run) => (
        <option key={run.id} value={run.id}>
          {[run.name, stateText(run), timeText(run.started)].join(" · ")}
        </option>
      ))}
    </select>
  );
}

function stateText({ status, elsewhere }: RunEntry): string {
  switch (status) {
    case "preparing":
      return t("preparing");
    case "running":
      return elsewhere ? t("training elsewhere") : t("training");
    case "paused":
      return elsewhere ? t("paused elsewhere") : t("paused");
    case "stopping":
      return t("stopping");
    case "completed":
      return t("trained");
    case "stopped":
      return t("stopped");
    case "interrupted":
      return t("interrupted");
    case "failed":
      return t("failed");
  }
}

/** The time of day, with the date unless it is today. */
function timeText(started: number): string {
  const [date, now] = [new Date(started), new Date()];
  const isToday = date.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    timeStyle: "short",
    ...(!isToday && { dateStyle: "short" }),
  }).format(date);
}
