import "./WrapDialog.css";
import { t } from "@vscode/l10n";
import { useState } from "react";
import { wrongName } from "../../../engine/document/readBlocks";
import { freeBlockName, wrap } from "../state/blocks";
import { useCanvas, useCanvasState } from "../state/useCanvas";

/** Asks for the name of the block that the selected nodes become. */
export function WrapDialog({ onDone }: { readonly onDone: () => void }) {
  const nodes = useCanvasState(({ interaction }) =>
    interaction?.kind === "wrapping" ? interaction.nodes : undefined,
  );
  return nodes ? <Dialog nodes={nodes} onDone={onDone} /> : null;
}

function Dialog({ nodes, onDone }: { readonly nodes: readonly string[]; readonly onDone: () => void }) {
  const canvas = useCanvas();
  const [name, setName] = useState(() => freeBlockName(canvas));
  const blocks = canvas.get().typed?.graph.blocks;
  const wrong = blocks?.has(name) ? t('A block named "{0}" already exists.', name) : wrongName(name);
  const finish = (chosen: string) => {
    wrap(canvas, nodes, chosen);
    onDone();
  };
  return (
    <form
      className="wrap-dialog"
      aria-label={t("Wrap into a Block")}
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong === undefined) finish(name);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") finish("");
      }}
    >
      <label>
        {nodes.length === 1
          ? t("Wrap 1 node into the block")
          : t("Wrap {0} nodes into the block", nodes.length)}
        <input
          autoFocus
          value={name}
          spellCheck={false}
          aria-invalid={wrong !== undefined}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit" className="button" disabled={wrong !== undefined}>
        {t("Wrap")}
      </button>
      {wrong !== undefined && (
        <span className="wrap-message" role="alert">
          {wrong}
        </span>
      )}
    </form>
  );
}
