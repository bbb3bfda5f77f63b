import { t } from "@vscode/l10n";
import type { DeviceChoice } from "../engine/run/device";

/** The display name of a device choice. */
export function describeDevice(choice: DeviceChoice): string {
  switch (choice) {
    case "auto":
      return t("Automatic");
    case "gpu":
      return t("GPU");
    case "cpu":
      return t("CPU");
    case "software":
      return t("Software GPU");
    case "reference":
      return t("Reference (slow)");
  }
}
