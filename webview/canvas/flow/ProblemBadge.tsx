import "./ProblemBadge.css";
import { t } from "@vscode/l10n";
import { useId } from "react";
import type { NodeView } from "../model/nodeView";
import { useCanvas } from "../state/useCanvas";
import { worst } from "../model/worst";
import { showInspector } from "../chrome/panels";

/** Marks a node that has problems: hovering lists them, clicking opens the inspector next to them. */
export function ProblemBadge({ view }: { readonly view: NodeView }) {
  const canvas = useCanvas();
  const tip = useId();
  const { problems } = view;
  if (problems.length === 0) return null;
  return (
    <div className="badge-place nodrag">
      <button
        type="button"
        className="badge"
        data-severity={worst(problems)}
        aria-label={problems.length === 1 ? t("1 problem") : t("{0} problems", problems.length)}
        aria-describedby={tip}
        onClick={() => {
          canvas.select([view.id]);
          showInspector(canvas);
        }}
      >
        !
      </button>
      <ul className="badge-tip" id={tip} role="tooltip">
        {problems.map(({ message }) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </div>
  );
}
