import "./bars.css";
import { t } from "@vscode/l10n";
import { tidyGraph } from "../state/gestures";
import { goToProblem } from "../state/problems";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { Icon } from "./Icon";
import { RunButtons } from "./RunButtons";

interface Props {
  readonly onFit: () => void;
}

/** Actions on the whole model. */
export function Toolbar({ onFit }: Props) {
  const canvas = useCanvas();
  const empty = useCanvasState(({ views }) => views.size === 0);
  const errors = useCanvasState(
    ({ problems }) => problems.filter(({ severity }) => severity === "error").length,
  );
  const warnings = useCanvasState(({ problems }) => problems.length) - errors;
  return (
    <div className="toolbar" role="toolbar" aria-label={t("Model")}>
      <button
        type="button"
        className="button quiet"
        disabled={empty}
        aria-label={t("Tidy")}
        title={t("Tidy")}
        onClick={() => tidyGraph(canvas, onFit)}
      >
        <Icon name="tidy" />
        <span className="button-text">{t("Tidy")}</span>
      </button>
      <button
        type="button"
        className="button quiet"
        disabled={empty}
        aria-label={t("Fit")}
        title={t("Fit (F)")}
        onClick={onFit}
      >
        <Icon name="fit" />
        <span className="button-text">{t("Fit")}</span>
      </button>
      <button
        type="button"
        className="button quiet picture-button"
        disabled={empty}
        aria-label={t("Save Picture")}
        title={t("Save Picture")}
        onClick={() => canvas.post({ kind: "command", command: "savePicture" })}
      >
        <Icon name="picture" />
      </button>
      {errors + warnings > 0 && (
        <button
          type="button"
          className="button quiet problems-button"
          data-severity={errors > 0 ? "error" : "warning"}
          title={t("Go to the Next Problem (F8)")}
          onClick={() => goToProblem(canvas, 1)}
        >
          <Icon name="problem" />
          {errors + warnings === 1 ? t("1 problem") : t("{0} problems", errors + warnings)}
        </button>
      )}
      <span className="spring" />
      <RunButtons />
    </div>
  );
}
