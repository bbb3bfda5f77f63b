import "./bars.css";
import { t } from "@vscode/l10n";
import { tidyGraph } from "../state/gestures";
import { goToProblem } from "../state/problems";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { Icon } from "./Icon";
import { RunButtons } from "./RunButtons";
import { ToolButton } from "./ToolButton";

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
      <ToolButton
        icon="tidy"
        name={t("Tidy")}
        named
        disabled={empty}
        onClick={() => tidyGraph(canvas, onFit)}
      />
      <ToolButton icon="fit" name={t("Fit")} named title={t("Fit (F)")} disabled={empty} onClick={onFit} />
      <ToolButton
        icon="picture"
        name={t("Save Picture")}
        disabled={empty}
        onClick={() => canvas.post({ kind: "command", command: "savePicture" })}
      />
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
