import "../chrome/panels.css";
import "./Palette.css";
import { useReactFlow } from "@xyflow/react";
import { t } from "@vscode/l10n";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import type { PointerEvent, RefObject } from "react";
import { useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { layers } from "../../../engine/layers";
import { PanelEdge } from "../chrome/PanelEdge";
import { setPanel } from "../chrome/panels";
import { addLayer, dropLayer } from "../state/gestures";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { wireNear } from "../state/wireNear";
import { LayerList } from "./LayerList";
import { blockEntries } from "./paletteEntries";

interface Props {
  readonly field: RefObject<VscodeTextfield | null>;
  /** Returns focus to the canvas. */
  readonly onDone: () => void;
  /** Called with a node that the keyboard added, to bring it into view. */
  readonly onAdded: (node: string) => void;
  /** Called when a layer was dropped, which is to stay where it is. */
  readonly onDropped: () => void;
  /** The centre of the viewport, in the graph's coordinates. */
  readonly middle: () => { readonly x: number; readonly y: number };
}

interface Ghost {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly over: boolean;
}

const all = [...layers.values()];

/** The layers and blocks to add: drag one onto the canvas, or pick one with the keyboard. */
export function Palette({ field, onDone, onAdded, onDropped, middle }: Props) {
  const canvas = useCanvas();
  const { screenToFlowPosition } = useReactFlow();
  const [ghost, setGhost] = useState<Ghost>();
  const page = useCanvasState((state) => state.page);
  const width = useCanvasState(({ panels }) => panels.widths?.palette);
  const entries = useMemo(() => [...blockEntries(page), ...all], [page]);

  const press = (type: string, { button, pointerId, currentTarget, clientX, clientY }: PointerEvent) => {
    if (button !== 0) return;
    const item = currentTarget as HTMLElement;
    let dragging = false;
    item.setPointerCapture(pointerId);
    const move = (event: globalThis.PointerEvent) => {
      dragging ||= Math.hypot(event.clientX - clientX, event.clientY - clientY) > 3;
      if (!dragging) return;
      const over = isOverCanvas(event);
      const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const wire = over ? wireNear(canvas, at, type) : undefined;
      const { interaction } = canvas.get();
      if (interaction?.kind !== "dropping" || wire !== interaction.wire)
        canvas.set({ interaction: { kind: "dropping", wire } });
      setGhost({ type, x: event.clientX, y: event.clientY, over });
    };
    const up = (event: globalThis.PointerEvent) => {
      end();
      if (!dragging || !isOverCanvas(event)) return;
      canvas.set({ overlay: undefined });
      const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      onDropped();
      dropLayer(canvas, type, at, wireNear(canvas, at, type));
      onDone();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      end();
    };
    const end = () => {
      item.removeEventListener("pointermove", move);
      item.removeEventListener("pointerup", up);
      item.removeEventListener("pointercancel", end);
      window.removeEventListener("keydown", key, true);
      setGhost(undefined);
      canvas.end("dropping");
    };
    item.addEventListener("pointermove", move);
    item.addEventListener("pointerup", up);
    item.addEventListener("pointercancel", end);
    window.addEventListener("keydown", key, true);
  };

  return (
    <aside className="palette" aria-label={t("Palette")} style={width === undefined ? undefined : { width }}>
      <PanelEdge panel="palette" />
      <div className="panel-head">
        <h2>{t("Layers")}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t("Hide Palette")}
          title={t("Hide Palette")}
          onClick={() => setPanel(canvas, "palette", false)}
        >
          «
        </button>
      </div>
      <LayerList
        layers={entries}
        placeholder={t("Search layers (/)")}
        field={field}
        onPick={(type) => onAdded(addLayer(canvas, type, middle()))}
        onEscape={onDone}
        onPress={press}
      />
      {ghost &&
        createPortal(
          <div
            className="ghost"
            data-over={ghost.over}
            data-category={layers.get(ghost.type)?.category ?? "block"}
            style={{ left: ghost.x, top: ghost.y }}
          >
            {ghost.type}
          </div>,
          document.body,
        )}
    </aside>
  );
}

function isOverCanvas({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): boolean {
  return document.elementsFromPoint(clientX, clientY).some((element) => element.closest(".react-flow"));
}
