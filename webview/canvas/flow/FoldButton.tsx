import "./FoldButton.css";
import { t } from "@vscode/l10n";
import { toggleInPlace } from "../state/openInPlace";
import { useCanvas } from "../state/useCanvas";

interface Props {
  /** On the canvas. */
  readonly id: string;
  readonly name: string;
  readonly open?: boolean;
}

/** Opens an instance of a block in place, or closes it. */
export function FoldButton({ id, name, open = false }: Props) {
  const canvas = useCanvas();
  return (
    <button
      type="button"
      className="fold-button nodrag"
      aria-expanded={open}
      aria-label={open ? t("Close {0}", name) : t("Open {0} in Place", name)}
      title={open ? t("Close (O)") : t("Open in Place (O)")}
      // A double click on the node opens its page.
      onDoubleClick={(event) => event.stopPropagation()}
      onClick={(event) => {
        const stage = event.currentTarget.closest("main");
        toggleInPlace(canvas, id);
        // The node is drawn anew, and its button with it. A click by the keyboard has no count.
        if (event.detail > 0) stage?.focus({ preventScroll: true });
        else requestAnimationFrame(() => stage?.querySelector<HTMLElement>(buttonOf(id))?.focus());
      }}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={open ? "M4 6l4 4 4-4" : "M6 4l4 4-4 4"} />
      </svg>
    </button>
  );
}

function buttonOf(id: string): string {
  return `.react-flow__node[data-id="${id}"] .fold-button`;
}
