import "./RefusedWire.css";
import { t } from "@vscode/l10n";
import { useEffect, useRef } from "react";
import type { RefusedWire as Refused } from "../state/canvasState";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { FixButton } from "./FixButton";

interface Props {
  readonly onDone: () => void;
}

/** Its maximum size with a margin, in px; must match the style sheet. */
const size = { width: 320, height: 220 };

/** Where a wire was dropped that does not fit: why, and what would make it fit. */
export function RefusedWire({ onDone }: Props) {
  const refused = useCanvasState((state) => state.refused);
  return refused && <Open refused={refused} onDone={onDone} />;
}

function Open({ refused: { at, reason, fixes }, onDone }: Props & { readonly refused: Refused }) {
  const canvas = useCanvas();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector("button")?.focus();
    const press = (event: PointerEvent) => {
      if (!(event.target instanceof Node && box.current?.contains(event.target)))
        canvas.set({ refused: undefined });
    };
    window.addEventListener("pointerdown", press, true);
    return () => window.removeEventListener("pointerdown", press, true);
  }, [canvas]);
  const close = () => {
    canvas.set({ refused: undefined });
    onDone();
  };
  return (
    <div
      className="refused-wire"
      role="dialog"
      aria-label={t("This wire does not fit")}
      aria-describedby="refused-reason"
      ref={box}
      style={{
        left: Math.max(0, Math.min(at.x + 8, window.innerWidth - size.width)),
        top: Math.max(0, Math.min(at.y + 8, window.innerHeight - size.height)),
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
        // The canvas's keys are not meant here.
        event.stopPropagation();
      }}
    >
      <p id="refused-reason">{reason}</p>
      {fixes.map((fix) => (
        <FixButton key={fix.title} fix={fix} onFixed={close} />
      ))}
    </div>
  );
}
