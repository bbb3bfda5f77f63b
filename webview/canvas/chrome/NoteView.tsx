import "./panels.css";
import "./NoteView.css";
import { t } from "@vscode/l10n";
import { useEffect } from "react";
import { useCanvas, useCanvasState } from "../state/useCanvas";

/** Shows why an action was refused, for as long as it takes to read. */
export function NoteView() {
  const canvas = useCanvas();
  const note = useCanvasState((state) => state.note);
  useEffect(() => {
    if (!note) return;
    const timer = setTimeout(() => canvas.set({ note: undefined }), 4000 + 50 * note.message.length);
    return () => clearTimeout(timer);
  }, [canvas, note]);
  return (
    <div className="note-place" role="status" aria-live="polite">
      {note && (
        <div className="note" key={note.number}>
          <span>{note.message}</span>
          {note.more !== undefined && <span className="visually-hidden">{note.more}</span>}
          <button
            type="button"
            className="icon-button"
            aria-label={t("Close")}
            onClick={() => canvas.set({ note: undefined })}
          >
            ×
          </button>
        </div>
      )}
    </div>
  );
}
