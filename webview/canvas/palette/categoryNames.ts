import { t } from "@vscode/l10n";
import type { PaletteCategory } from "./paletteEntries";

export function categoryName(category: PaletteCategory): string {
  switch (category) {
    case "block":
      return t("Blocks");
    case "data":
      return t("Data");
    case "core":
      return t("Core");
    case "convolution":
      return t("Convolution");
    case "pooling":
      return t("Pooling");
    case "recurrent":
      return t("Recurrent");
    case "attention":
      return t("Attention");
    case "activation":
      return t("Activation");
    case "normalisation":
      return t("Normalisation");
    case "regularisation":
      return t("Regularisation");
    case "structure":
      return t("Structure");
    case "loss":
      return t("Loss");
  }
}
