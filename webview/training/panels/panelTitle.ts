import { t } from "@vscode/l10n";
import type { PanelRole } from "../../../engine/run/panels";

/** The title of a kind of panel; its name for one of a later version. */
export function panelTitle(panel: string): string {
  switch (panel) {
    case "attention":
      return t("Attention");
    case "boxes":
      return t("Boxes");
    case "generated":
      return t("Generated");
    case "masks":
      return t("Masks");
    case "play":
      return t("Play");
    case "points":
      return t("Predicted Classes");
    case "reconstruction":
      return t("Reconstructions");
    case "predictions":
    case "regression":
    case "text":
      return t("Predictions");
    default:
      return panel;
  }
}

const roles: Readonly<Record<PanelRole, () => string>> = {
  input: () => t("input"),
  target: () => t("target"),
  prediction: () => t("prediction"),
  generated: () => t("generated"),
  real: () => t("real"),
};

/** What a row of pictures, a group of points or a line is. */
export function roleName(role: PanelRole): string {
  return roles[role]();
}
