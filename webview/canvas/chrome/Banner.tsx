import "./Banner.css";
import { t } from "@vscode/l10n";
import { useCanvas, useCanvasState } from "../state/useCanvas";

/** While the text cannot be read, the graph of before stays, and this says so. */
export function Banner() {
  const canvas = useCanvas();
  const broken = useCanvasState((state) => state.broken);
  if (!broken) return null;
  return (
    <div className="banner" role="alert">
      <span>{t("The text cannot be read, so you see the model as it last was. {0}", broken.message)}</span>
      <button type="button" className="link" onClick={() => canvas.post({ kind: "reveal", ...broken.range })}>
        {t("Go to the place")}
      </button>
    </div>
  );
}
