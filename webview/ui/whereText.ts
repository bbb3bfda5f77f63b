import { t } from "@vscode/l10n";
import type { TrainingProcess } from "../../engine/run/events";

/** Says which process trains a run that is only watched here. */
export function whereText({ pid, host }: TrainingProcess): string {
  return host === undefined
    ? t(
        "Trained in another window or a terminal (process {0}): it can be paused and stopped only there.",
        String(pid),
      )
    : t("Trained on {1} (process {0}): it can be paused and stopped only there.", String(pid), host);
}
