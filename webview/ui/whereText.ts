import { t } from "@vscode/l10n";
import type { TrainingProcess } from "../../engine/run/events";

/** Says which process trains a run that can only be watched here. */
export function whereText({ pid, host }: TrainingProcess): string {
  return host === undefined
    ? t(
        "Training in another window or a terminal (process {0}). It can only be paused or stopped there.",
        String(pid),
      )
    : t("Training on {1} (process {0}). It can only be paused or stopped there.", String(pid), host);
}
