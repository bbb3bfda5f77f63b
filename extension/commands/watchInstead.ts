import { t } from "@vscode/l10n";
import type * as vscode from "vscode";
import { showMessage } from "../messages";
import type { Services } from "../Services";
import { showTraining } from "./showTraining";

/** If another process already trains a run that was to be resumed, shows that run and a message; otherwise returns false. */
export async function watchInstead({ runs }: Services, uri: vscode.Uri, run: string): Promise<boolean> {
  const watched = await runs.watch(uri, run, () => true);
  if (!watched?.owner) return false;
  const { name, owner } = watched;
  const { pid, host } = owner;
  showMessage(
    "info",
    host === undefined
      ? t(
          "{0} is already being trained in another window or a terminal (process {1}). Its progress is shown here; it can be resumed once it has ended there.",
          name,
          String(pid),
        )
      : t(
          "{0} is already being trained on {2} (process {1}). Its progress is shown here; it can be resumed once it has ended there.",
          name,
          String(pid),
          host,
        ),
    { title: t("Show Training"), run: showTraining },
  );
  return true;
}
