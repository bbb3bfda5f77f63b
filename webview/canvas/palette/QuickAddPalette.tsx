import "./QuickAddPalette.css";
import { useReactFlow } from "@xyflow/react";
import { t } from "@vscode/l10n";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { useEffect, useMemo, useRef } from "react";
import { layers } from "../../../engine/layers";
import { addAtWire } from "../state/gestures";
import { blocksAt, layersAt, likelyAt } from "../state/layersAt";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { LayerList } from "./LayerList";

/** Its maximum size with a margin, in px; must match the style sheet. */
const size = { width: 210, height: 430 };

/** A palette where a wire was dropped, listing the layers that the wire can connect to. */
export function QuickAddPalette({ onDone }: { readonly onDone: () => void }) {
  const canvas = useCanvas();
  const quickAdd = useCanvasState((state) => state.quickAdd);
  const { screenToFlowPosition } = useReactFlow();
  const field = useRef<VscodeTextfield>(null);
  const { fitting, likely } = useMemo(() => {
    if (!quickAdd) return { fitting: [], likely: [] };
    const { page } = canvas.get();
    const found = layersAt(page, quickAdd.from, layers.values());
    const fitting = [...blocksAt(page, quickAdd.from), ...found];
    return { fitting, likely: likelyAt(page, quickAdd.from, found) };
  }, [canvas, quickAdd]);
  useEffect(() => {
    void field.current?.updateComplete.then(() => field.current?.focus());
  }, [quickAdd]);
  if (!quickAdd) return null;
  const close = () => {
    canvas.set({ quickAdd: undefined });
    onDone();
  };
  const left = Math.min(quickAdd.at.x, window.innerWidth - size.width);
  const top = Math.min(quickAdd.at.y, Math.max(0, window.innerHeight - size.height));
  return (
    <div
      className="quick-add"
      role="dialog"
      aria-label={t("Add a layer after the wire")}
      style={{ left, top }}
    >
      <LayerList
        layers={fitting}
        likely={likely}
        placeholder={t("Add a layer after the wire")}
        field={field}
        onEscape={close}
        onPick={(type) => {
          addAtWire(canvas, type, screenToFlowPosition(quickAdd.at), quickAdd.from);
          close();
        }}
      />
    </div>
  );
}
