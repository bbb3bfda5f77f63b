import "./ZoomButtons.css";
import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { t } from "@vscode/l10n";

export function ZoomButtons() {
  const { zoomIn, zoomOut, zoomTo } = useReactFlow();
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <Panel position="bottom-left" className="zoom">
      <button type="button" aria-label={t("Zoom Out")} title={t("Zoom Out")} onClick={() => void zoomOut()}>
        −
      </button>
      <button
        type="button"
        className="zoom-level"
        title={t("Reset Zoom")}
        aria-label={t("Reset Zoom")}
        onClick={() => void zoomTo(1)}
      >
        {zoom} %
      </button>
      <button type="button" aria-label={t("Zoom In")} title={t("Zoom In")} onClick={() => void zoomIn()}>
        +
      </button>
    </Panel>
  );
}
