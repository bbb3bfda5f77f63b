import "./NodeName.css";
import { t } from "@vscode/l10n";
import { useRef } from "react";
import { renamedNode } from "../state/canvasState";
import { rename } from "../state/gestures";
import { useCanvas, useCanvasState } from "../state/useCanvas";

interface Props {
  /** On the canvas. */
  readonly id: string;
  readonly name: string;
  /** Whether a double click opens the node's page instead of renaming it. */
  readonly opens?: boolean;
}

/** A node's name, editable in place. */
export function NodeName({ id, name, opens = false }: Props) {
  const canvas = useCanvas();
  const renaming = useCanvasState((state) => renamedNode(state) === id);
  const done = useRef(false);
  if (!renaming) {
    return (
      <span
        className="node-name"
        title={name}
        onDoubleClick={() => {
          if (opens) return;
          done.current = false;
          canvas.set({ interaction: { kind: "renaming", node: id } });
        }}
      >
        {name}
      </span>
    );
  }
  const finish = (to: string) => {
    // Closing the field with Enter or Escape also blurs it.
    if (done.current) return;
    done.current = true;
    rename(canvas, id, to);
  };
  return (
    <input
      className="node-rename nodrag"
      aria-label={t("Node name")}
      defaultValue={name}
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
        if (event.key === "Escape") finish(name);
      }}
    />
  );
}
