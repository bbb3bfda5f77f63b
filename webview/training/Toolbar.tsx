import { t } from "@vscode/l10n";
import type { FromTraining } from "../messages/training";
import { whereText } from "../ui/whereText";
import type { XAxis } from "./RunSeries";
import { isLive } from "../../engine/run/lifecycle";
import { setSmoothing, smoothingWeight, useRun, useView } from "./stores";

type Command = Extract<FromTraining, { kind: "command" }>["command"];

/** Buttons for the commands that the run allows. */
export function RunButtons({ onCommand }: { readonly onCommand: (command: Command) => void }) {
  const status = useRun((run) => run.status);
  const live = useRun(isLive);
  const owner = useRun((run) => run.owner);
  const resumable = useRun(
    (run) => run.end !== undefined && run.end.status !== "completed" && run.checkpoints.length > 0,
  );
  const hasWeights = useRun((run) => run.checkpoints.length > 0);
  // Resuming would most likely diverge again.
  const diverged = useRun((run) => run.end?.error?.code === "loss-not-finite");
  const button = (command: Command, label: string, secondary = false) => (
    <button
      type="button"
      className={secondary ? "button quiet" : "button"}
      onClick={() => onCommand(command)}
    >
      {label}
    </button>
  );
  if (owner)
    return (
      <div className="buttons">
        <span className="elsewhere" title={whereText(owner)}>
          {t("Training elsewhere (process {0})", String(owner.pid))}
        </span>
        {button("train", t("Train Again"), true)}
        {hasWeights && button("predict", t("Predict"), true)}
        {button("openRunFolder", t("Open Run Folder"), true)}
      </div>
    );
  if (!live)
    return (
      <div className="buttons">
        {resumable && !diverged && button("resume", t("Resume"))}
        {button("train", status === undefined ? t("Train Model") : t("Train Again"), resumable && !diverged)}
        {resumable && diverged && button("resume", t("Resume"), true)}
        {hasWeights && button("predict", t("Predict"), true)}
        {status !== undefined && button("openRunFolder", t("Open Run Folder"), true)}
      </div>
    );
  return (
    <div className="buttons">
      {status === "paused" && button("resume", t("Resume"))}
      {status === "running" && button("pause", t("Pause"))}
      <button
        type="button"
        className="button quiet"
        disabled={status === "stopping"}
        onClick={() => onCommand("stop")}
      >
        {status === "stopping" ? t("Stopping…") : t("Stop")}
      </button>
      {status !== "preparing" && button("train", t("Train Again"), true)}
      {hasWeights && button("predict", t("Predict"), true)}
    </div>
  );
}

/** How the charts are drawn. */
export function ViewControls() {
  const axis = useView((view) => view.axis);
  const smoothing = useView((view) => view.smoothing);
  const logLoss = useView((view) => view.logLoss);
  const zoomed = useView((view) => view.zoom !== undefined);
  return (
    <div className="controls">
      {zoomed && (
        <button type="button" className="button quiet" onClick={() => useView.setState({ zoom: undefined })}>
          {t("Reset Zoom")}
        </button>
      )}
      <label title={t("How strongly the training curve is averaged over previous steps")}>
        {t("Smoothing")}
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={smoothing}
          aria-valuetext={smoothingWeight(smoothing).toFixed(3)}
          onChange={(event) => setSmoothing(event.target.valueAsNumber)}
        />
        <output>{smoothingWeight(smoothing).toFixed(smoothing > 2 / 3 ? 3 : 2)}</output>
      </label>
      <label>
        <input
          type="checkbox"
          checked={logLoss}
          onChange={(event) => useView.setState({ logLoss: event.target.checked })}
        />
        {t("Log-Scale Loss")}
      </label>
      <label>
        {t("X Axis")}
        <select
          value={axis}
          onChange={(event) =>
            useView.setState({ axis: event.target.value as XAxis, zoom: undefined, hover: undefined })
          }
        >
          <option value="step">{t("Steps")}</option>
          <option value="epoch">{t("Epochs")}</option>
          <option value="time">{t("Time")}</option>
        </select>
      </label>
    </div>
  );
}
