import { t } from "@vscode/l10n";
import type { Category } from "../../../engine/layers/layer";

export function categoryName(category: Category): string {
  switch (category) {
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
