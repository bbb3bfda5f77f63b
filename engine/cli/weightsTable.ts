import { t } from "@vscode/l10n";
import type { NameList, WeightsReport } from "../run/events";

/** A summary of how the given weights were used: one line per kind, with the first names. */
export function weightsTable({
  source,
  matched,
  otherShape,
  onlyInFile,
  onlyInModel,
}: WeightsReport): string[] {
  const rows: [string, NameList][] = [
    [t("loaded"), matched],
    [t("shape mismatch"), otherShape],
    [t("only in the file"), onlyInFile],
    [t("only in the model"), onlyInModel],
  ];
  const shown = rows.filter(([, { count }]) => count > 0);
  const width = Math.max(...shown.map(([title]) => title.length));
  return [
    t("Weights of {0}", source),
    ...shown.map(
      ([title, list]) => `  ${title.padEnd(width)}  ${String(list.count).padStart(5)}  ${namesOf(list)}`,
    ),
  ];
}

function namesOf({ count, names }: NameList): string {
  const few = names.slice(0, 8).join(", ");
  return count > 8 ? t("{0} and {1} more", few, count - 8) : few;
}
