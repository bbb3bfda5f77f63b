import "./WireHint.css";
import { useConnection } from "@xyflow/react";
import { t } from "@vscode/l10n";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import type { Connection } from "../../../engine/graph/connect";
import { pathOf, readPath } from "../../../engine/tensor/path";
import { wiringOf } from "../state/canvasState";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { wiresAround } from "../state/scopes";
import { portUnder, verdictAt } from "../state/wiring";
import { nodeAt } from "./nodeUnder";

/** Says next to the pointer, before the wire is dropped, why it cannot end here, or what it replaces. */
export function WireHint() {
  const wiring = useCanvasState((state) => wiringOf(state) !== undefined);
  return wiring ? <Hint /> : null;
}

function Hint() {
  const canvas = useCanvas();
  const [pointer, setPointer] = useState<{ readonly x: number; readonly y: number }>();
  const over = useConnection((state) =>
    state.inProgress && typeof state.toHandle?.id === "string"
      ? pathOf(state.toHandle.nodeId, state.toHandle.id)
      : undefined,
  );
  useEffect(() => {
    const move = (event: PointerEvent | MouseEvent) => setPointer({ x: event.clientX, y: event.clientY });
    window.addEventListener("pointermove", move);
    window.addEventListener("mousemove", move);
    return () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("mousemove", move);
    };
  }, []);
  if (!pointer) return null;
  const words = wordsOf(verdictHere());
  if (words === undefined) return null;
  return createPortal(
    <div
      className="wire-hint"
      role="status"
      data-refused={words.refused}
      style={{ left: pointer.x + 16, top: pointer.y + 14 }}
    >
      {words.text}
    </div>,
    document.body,
  );

  function wordsOf(verdict: Connection | undefined): { text: string; refused: boolean } | undefined {
    if (!verdict) return undefined;
    if (!verdict.ok) return { text: verdict.reason, refused: true };
    const state = canvas.get();
    const old = [...wiresAround(state, wiringOf(state)?.node ?? "").values()].find(
      ({ index }) => index === verdict.replaces,
    );
    return (
      old && { text: t("Replaces the wire from {0}", pathOf(old.from.node, old.from.port)), refused: false }
    );
  }

  function verdictHere(): Connection | undefined {
    const end = over === undefined ? undefined : readPath(over);
    if (end) {
      const { node, name: port } = end;
      return node === wiringOf(canvas.get())?.node ? undefined : verdictAt(canvas, { node, port });
    }
    const node = pointer && nodeAt(pointer.x, pointer.y);
    return node === undefined ? undefined : portUnder(canvas, node)?.verdict;
  }
}
