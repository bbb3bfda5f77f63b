import "./ZoomButtons.css";
import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { t } from "@vscode/l10n";

/** Smaller, the zoom, larger. */
export function ZoomButtons() {
  const { zoomIn, zoomOut, zoomTo } = useReactFlow();
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <Panel position="bottom-left" className="zoom">
      <button type="button" aria-label={t("Zoom out")} title={t("Zoom out")} onClick={() => void zoomOut()}>
        −
      </button>
      <button
        type="button"
        className="zoom-level"
        title={t("Zoom to 100 %")}
        aria-label={t("Zoom to 100 %")}
        onClick={() => void zoomTo(1)}
      >
        {zoom} %
      </button>
      <button type="button" aria-label={t("Zoom in")} title={t("Zoom in")} onClick={() => void zoomIn()}>
        +
      </button>
    </Panel>
  );
}
