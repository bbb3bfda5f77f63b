import { useReactFlow } from "@xyflow/react";
import { t } from "@vscode/l10n";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { useEffect, useMemo, useRef } from "react";
import { layers } from "../../../engine/layers";
import { addAtWire } from "../state/gestures";
import { layersAt } from "../state/layersAt";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { LayerList } from "./LayerList";

/** A palette where a wire was dropped, with the layers that the wire can go to. */
export function QuickAddPalette({ onDone }: { readonly onDone: () => void }) {
  const canvas = useCanvas();
  const quickAdd = useCanvasState((state) => state.quickAdd);
  const { screenToFlowPosition } = useReactFlow();
  const field = useRef<VscodeTextfield>(null);
  const fitting = useMemo(
    () => (quickAdd ? layersAt(canvas.get().typed, quickAdd.from, layers.values()) : []),
    [canvas, quickAdd],
  );
  useEffect(() => {
    void field.current?.updateComplete.then(() => field.current?.focus());
  }, [quickAdd]);
  if (!quickAdd) return null;
  const close = () => {
    canvas.set({ quickAdd: undefined });
    onDone();
  };
  const left = Math.min(quickAdd.at.x, window.innerWidth - 210);
  const top = Math.min(quickAdd.at.y, window.innerHeight - 330);
  return (
    <div className="quick-add" role="dialog" aria-label={t("Add a layer to the wire")} style={{ left, top }}>
      <LayerList
        layers={fitting}
        placeholder={t("Add a layer to the wire")}
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
