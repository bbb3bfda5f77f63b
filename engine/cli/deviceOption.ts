import { t } from "@vscode/l10n";
import type { DeviceChoice } from "../run/device";
import { UsageError } from "./UsageError";

const choices: readonly DeviceChoice[] = ["auto", "gpu", "cpu", "software", "reference"];

/** The value of `--device`. */
export function deviceOption(written: string | undefined): DeviceChoice {
  const choice = choices.find((name) => name === (written ?? "auto"));
  if (choice) return choice;
  throw new UsageError(t("--device must be one of {0}, not {1}.", choices.join(", "), written ?? ""));
}
