import * as vscode from "vscode";
import type { DeviceChoice } from "../engine/run/device";
import { defaultRuns } from "../engine/runFolder/runPaths";

const section = "netloom";
const devices: readonly DeviceChoice[] = ["auto", "gpu", "cpu", "software", "reference"];

/** The user's settings, read on access. */
export const settings = {
  get device(): DeviceChoice {
    const written = get("device", "auto");
    return devices.find((device) => device === written) ?? "auto";
  },
  get nodePath(): string {
    return get("engine.nodePath", "").trim();
  },
  get runsFolder(): string {
    return get("runsFolder", "").trim() || defaultRuns;
  },
  /** Steps between two gradient statistics; 0 turns them off. */
  get gradientsEvery(): number {
    const every = get<number>("gradients.every", 20);
    return Number.isInteger(every) && every >= 0 ? every : 20;
  },
};

/** Changes a setting in the workspace if it is set there, otherwise in the user's settings. */
export async function changeSetting(name: "device" | "gradients.every", value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section);
  const inWorkspace = configuration.inspect(name)?.workspaceValue !== undefined;
  await configuration.update(
    name,
    value,
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}

/** Calls back when one of these settings changes. */
export function onSettingChange(name: string, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`${section}.${name}`)) listener();
  });
}

function get<T>(name: string, fallback: T): T {
  const value: unknown = vscode.workspace.getConfiguration(section).get(name);
  return typeof value === typeof fallback ? (value as T) : fallback;
}
