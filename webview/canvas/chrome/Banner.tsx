import "./Banner.css";
import { t } from "@vscode/l10n";
import { useCanvas, useCanvasState } from "../state/useCanvas";

/** Shown while the text cannot be parsed and the canvas still shows the last valid graph. */
export function Banner() {
  const canvas = useCanvas();
  const broken = useCanvasState((state) => state.broken);
  if (!broken) return null;
  return (
    <div className="banner" role="alert">
      <span>{t("The text has an error, so the canvas shows the last valid model. {0}", broken.message)}</span>
      <button type="button" className="link" onClick={() => canvas.post({ kind: "reveal", ...broken.range })}>
        {t("Go to Error")}
      </button>
    </div>
  );
}
