import "./RunButtons.css";
import { t } from "@vscode/l10n";
import type { FromCanvas } from "../../messages/canvas";
import type { RunView } from "../../messages/run";
import { formatCount } from "../../../engine/run/format";
import { whereText } from "../../ui/whereText";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { Icon } from "./Icon";

type Command = Extract<FromCanvas, { kind: "command" }>["command"];

/** The Train button, or the controls of the current run. */
export function RunButtons() {
  const canvas = useCanvas();
  const status = useCanvasState(({ run }) => run?.status);
  const empty = useCanvasState(({ typed }) => (typed?.graph.nodes.size ?? 0) === 0);
  const progress = useCanvasState(({ run }) => run && progressText(run));
  const fraction = useCanvasState(({ run }) => (run && run.steps > 0 ? run.step / run.steps : undefined));
  const elsewhere = useCanvasState(({ run }) => run?.elsewhere);
  const run = useCanvasState((state) => state.run?.id);
  const send = (command: Command) => () => canvas.post({ kind: "command", command, run });
  const going =
    status === "preparing" || status === "running" || status === "paused" || status === "stopping";
  // A run in another process can only be watched; a new one can be started beside it.
  const ours = going && elsewhere === undefined;
  return (
    <>
      {progress !== undefined && (
        <button
          type="button"
          className="progress"
          data-status={status}
          data-elsewhere={elsewhere !== undefined || undefined}
          title={elsewhere ? whereText(elsewhere) : t("Show Training")}
          onClick={send("showTraining")}
        >
          <span>{progress}</span>
          {going && fraction !== undefined && (
            <span className="progress-track">
              <span className="progress-bar" style={{ width: `${100 * Math.min(1, fraction)}%` }} />
            </span>
          )}
        </button>
      )}
      {ours && status === "paused" ? (
        <button type="button" className="button" onClick={send("resume")}>
          <Icon name="play" />
          {t("Resume")}
        </button>
      ) : ours ? (
        <button type="button" className="button" disabled={status !== "running"} onClick={send("pause")}>
          <Icon name="pause" />
          {t("Pause")}
        </button>
      ) : (
        <button type="button" className="button" disabled={empty} onClick={send("train")}>
          <Icon name="play" />
          {t("Train")}
        </button>
      )}
      {ours && (
        <button
          type="button"
          className="button quiet"
          disabled={status === "stopping"}
          onClick={send("stop")}
        >
          <Icon name="stop" />
          {t("Stop")}
        </button>
      )}
      {(status === "stopped" || status === "interrupted") && (
        <button type="button" className="button quiet" onClick={send("resume")}>
          <Icon name="play" />
          {t("Resume")}
        </button>
      )}
      {(status === "completed" || status === "stopped" || status === "interrupted") && (
        <button type="button" className="button quiet" onClick={send("predict")}>
          {t("Predict")}
        </button>
      )}
    </>
  );
}

function preparingText(phase: RunView["phase"]): string {
  switch (phase) {
    case "data":
      return t("reading data…");
    case "compile":
      return t("compiling…");
    case "device":
      return t("loading onto the device…");
    case "weights":
      return t("setting weights…");
    default:
      return t("preparing…");
  }
}

function progressText(run: RunView): string {
  switch (run.status) {
    case "preparing":
      return preparingText(run.phase);
    case "stopping":
      return t("stopping…");
    case "completed":
      return t("trained, {0} steps", formatCount(run.step));
    case "stopped":
    case "interrupted":
      return t("stopped at step {0}", formatCount(run.step));
    case "failed":
      return run.message ?? t("failed at step {0}", formatCount(run.step));
    case "paused":
      return run.elsewhere
        ? t("paused elsewhere at step {0} of {1}", formatCount(run.step), formatCount(run.steps))
        : t("paused at step {0} of {1}", formatCount(run.step), formatCount(run.steps));
    case "running":
      if (run.elsewhere)
        return t("training elsewhere: step {0} of {1}", formatCount(run.step), formatCount(run.steps));
      return t("step {0} of {1}", formatCount(run.step), formatCount(run.steps));
  }
}
