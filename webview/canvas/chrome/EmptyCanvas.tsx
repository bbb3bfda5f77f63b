import "./EmptyCanvas.css";
import { t } from "@vscode/l10n";
import { useCanvas, useCanvasState } from "../state/useCanvas";
import { templateEdit, templates } from "./templates";

/** Shown on an empty canvas: templates to start from. */
export function EmptyCanvas({ onStarted }: { readonly onStarted: () => void }) {
  const canvas = useCanvas();
  const empty = useCanvasState(
    ({ loaded, broken, page }) =>
      loaded && !broken && page?.block === undefined && (page?.scope.nodes.size ?? 0) === 0,
  );
  if (!empty) return null;
  return (
    <div className="empty">
      <h2>{t("Draw your first network")}</h2>
      <p>{t("Drag a layer from the palette, or start with one of these:")}</p>
      <div className="templates">
        {templates().map((template) => (
          <button
            type="button"
            key={template.name}
            className="template"
            onClick={() => {
              canvas.edit(templateEdit(template));
              onStarted();
            }}
          >
            <strong>{template.name}</strong>
            <span>{template.description}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
