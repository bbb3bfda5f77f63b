import "./NodeName.css";
import { t } from "@vscode/l10n";
import { useRef } from "react";
import { renamedNode } from "../state/canvasState";
import { rename } from "../state/gestures";
import { useCanvas, useCanvasState } from "../state/useCanvas";

/** A node's name, and the field that changes it in place. */
export function NodeName({ id }: { readonly id: string }) {
  const canvas = useCanvas();
  const renaming = useCanvasState((state) => renamedNode(state) === id);
  const done = useRef(false);
  if (!renaming) {
    return (
      <span
        className="node-name"
        title={id}
        onDoubleClick={() => {
          done.current = false;
          canvas.set({ interaction: { kind: "renaming", node: id } });
        }}
      >
        {id}
      </span>
    );
  }
  const finish = (name: string) => {
    // Leaving the field by Enter or Escape also takes the focus from it.
    if (done.current) return;
    done.current = true;
    rename(canvas, id, name);
  };
  return (
    <input
      className="node-rename nodrag"
      aria-label={t("Name of the node")}
      defaultValue={id}
      spellCheck={false}
      ref={(field) => {
        if (!field) return;
        done.current = false;
        field.focus();
        field.select();
      }}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish(event.currentTarget.value);
        if (event.key === "Escape") finish(id);
      }}
    />
  );
}
