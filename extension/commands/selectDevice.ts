import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { Requests } from "../../engine/server/protocol";
import type { DeviceChoice } from "../../engine/run/device";
import { describeDevice } from "../describeDevice";
import type { Services } from "../Services";
import { changeSetting, settings } from "../settings";
import { reportError } from "./reportError";
import { isAllowed } from "./trainModel";

interface DeviceItem extends vscode.QuickPickItem {
  readonly choice: DeviceChoice;
}

/** Lets the user choose one of the devices that the engine finds. */
export async function selectDevice(services: Services): Promise<void> {
  if (!isAllowed(services)) return;
  const found = services.engine.request("devices", {}).then(
    ({ devices }) => itemsOf(devices),
    (error: unknown) => {
      reportError(services, error);
      return [];
    },
  );
  const chosen = await vscode.window.showQuickPick(found, { title: t("Device to train on") });
  if (chosen) await changeSetting("device", chosen.choice);
}

function itemsOf(devices: Requests["devices"]["result"]["devices"]): DeviceItem[] {
  const item = (choice: DeviceChoice, detail: string): DeviceItem => ({
    choice,
    label: describeDevice(choice),
    detail,
    ...(choice === settings.device && { description: t("current") }),
  });
  return [
    item("auto", t("A GPU if there is one, otherwise the CPU.")),
    ...devices.map(({ kind, name, memory }) =>
      item(kind, memory === undefined ? name : t("{0}, {1} GB", name, (memory / 1e9).toFixed(1))),
    ),
  ];
}
