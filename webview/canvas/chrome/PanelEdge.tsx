import "./PanelEdge.css";
import { t } from "@vscode/l10n";
import type { KeyboardEvent, PointerEvent } from "react";
import type { PanelName } from "../state/canvasState";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { panelWidths, setWidth } from "./panels";

/** How far an arrow key moves the edge, in px. */
const keyStep = 16;

/** The edge of a side panel: dragged or moved with the arrow keys to change its width; a double click resets it. */
export function PanelEdge({ panel }: { readonly panel: PanelName }) {
  const canvas = useCanvas();
  const width = useCanvasState(({ panels }) => panels.widths?.[panel] ?? panelWidths[panel].usual);
  /** The direction in which the panel grows. */
  const sign = panel === "palette" ? 1 : -1;
  const shownWidth = (edge: Element) => edge.parentElement?.getBoundingClientRect().width ?? width;
  const press = ({ button, pointerId, currentTarget: edge, clientX }: PointerEvent<HTMLElement>) => {
    if (button !== 0) return;
    const before = shownWidth(edge);
    edge.setPointerCapture(pointerId);
    const move = (event: globalThis.PointerEvent) =>
      setWidth(canvas, panel, before + sign * (event.clientX - clientX));
    const end = () => {
      edge.removeEventListener("pointermove", move);
      edge.removeEventListener("lostpointercapture", end);
    };
    edge.addEventListener("pointermove", move);
    edge.addEventListener("lostpointercapture", end);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === "ArrowRight" ? keyStep : event.key === "ArrowLeft" ? -keyStep : 0;
    if (step === 0) return;
    setWidth(canvas, panel, shownWidth(event.currentTarget) + sign * step);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="panel-edge"
      data-panel={panel}
      role="separator"
      aria-orientation="vertical"
      aria-label={panel === "palette" ? t("Width of the palette") : t("Width of the inspector")}
      aria-valuenow={width}
      aria-valuemin={panelWidths[panel].least}
      tabIndex={0}
      onPointerDown={press}
      onKeyDown={onKeyDown}
      onDoubleClick={() => setWidth(canvas, panel, undefined)}
    />
  );
}
