import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { TrainingProcess } from "../../engine/run/events";
import { isModel } from "../documents/modelFile";
import { describeDevice } from "../describeDevice";
import type { Runs } from "../runs/Runs";
import { onSettingChange, settings } from "../settings";
import { showNumber } from "../showNumber";
import { Throttle } from "../Throttle";

/** The status bar item: the device and the selected run's progress, while a model is open or a run is shown. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    "netloom.run",
    vscode.StatusBarAlignment.Right,
    90,
  );
  private readonly refresh = new Throttle(250, () => this.show());
  private readonly subscriptions: readonly { dispose(): unknown }[];

  constructor(private readonly runs: Runs) {
    this.item.name = t("Netloom Training");
    const refresh = () => this.refresh.request();
    this.subscriptions = [
      this.item,
      this.refresh,
      runs.onEvent(refresh),
      runs.onDidSelect(refresh),
      runs.onDidChange(refresh),
      vscode.window.tabGroups.onDidChangeTabs(refresh),
      vscode.window.tabGroups.onDidChangeTabGroups(refresh),
      onSettingChange("device", refresh),
    ];
    refresh();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private show(): void {
    const { shown, state } = this.runs;
    if (!shown && !modelIsOpen()) {
      this.item.hide();
      return;
    }
    const device = shown?.lifecycle.start?.device.name ?? describeDevice(settings.device);
    const name = shown?.name ?? "";
    const { step, steps, epoch, epochs, loss, message } = shown?.view ?? noRun;
    const percent = steps > 0 ? Math.floor((100 * step) / steps) : 0;
    const progress = t(
      "Step {0} of {1}, epoch {2} of {3}, loss {4}",
      showNumber(step),
      showNumber(steps),
      showNumber(epoch),
      showNumber(epochs),
      loss ?? "–",
    );
    // Every state is named in words, not only by an icon.
    switch (state) {
      case "none":
        this.set(
          `$(circuit-board) ${t("Netloom: {0}", device)}`,
          t("Netloom trains on this device. Click to choose another."),
        );
        break;
      case "watching": {
        const paused = shown?.lifecycle.status === "paused";
        this.set(
          `$(eye) ${paused ? t("Netloom: paused elsewhere at {0} %", percent) : t("Netloom: training elsewhere {0} %", percent)}`,
          `${name}\n${whereOf(shown?.owner)}\n${progress}\n${device}`,
        );
        break;
      }
      case "preparing":
        this.set(`$(loading~spin) ${t("Netloom: preparing")}`, t("{0} is being prepared.", name));
        break;
      case "running":
        this.set(
          `$(loading~spin) ${t("Netloom: training {0} %", percent)} · ${device}`,
          `${name}\n${progress}\n${device}`,
        );
        break;
      case "paused":
        this.set(
          `$(debug-pause) ${t("Netloom: paused at {0} %", percent)}`,
          `${name}\n${progress}\n${device}`,
        );
        break;
      case "stopping":
        this.set(
          `$(loading~spin) ${t("Netloom: stopping")}`,
          t("The checkpoint of {0} is being saved.", name),
        );
        break;
      case "completed":
        this.set(`$(check) ${t("Netloom: trained")} · ${device}`, `${name}\n${progress}\n${device}`);
        break;
      case "stopped":
      case "interrupted":
        this.set(
          `$(circle-slash) ${t("Netloom: stopped at step {0}", showNumber(step))}`,
          `${name}\n${progress}`,
        );
        break;
      case "failed":
        this.set(`$(error) ${t("Netloom: training failed")}`, `${name}\n${message ?? ""}`);
        break;
    }
    this.item.command = state === "none" ? "netloom.selectDevice" : "netloom.showTraining";
    this.item.show();
  }

  /** Sets text and tooltip. If other runs are active too, adds how many there are and lists them. */
  private set(text: string, tooltip: string): void {
    const { shown, all } = this.runs;
    const active = all.filter(({ hasEnded }) => !hasEnded);
    const others = active.filter((run) => run !== shown);
    const lines = others.map(({ name, view: { step, steps } }) =>
      t("{0}: step {1} of {2}", name, showNumber(step), showNumber(steps)),
    );
    const label = others.length > 0 ? `${text} · ${t("{0} training", active.length)}` : text;
    this.item.text = label;
    this.item.tooltip = [tooltip, ...lines].join("\n");
    this.item.accessibilityInformation = { label: label.replace(/\$\([^)]*\)\s*/g, "") };
  }
}

const noRun = { step: 0, steps: 0, epoch: 0, epochs: 0, loss: undefined, message: undefined };

/** Where a run is trained that this window only watches. */
function whereOf(owner: TrainingProcess | undefined): string {
  const pid = String(owner?.pid);
  return owner?.host === undefined
    ? t("Trained in another window or a terminal (process {0})", pid)
    : t("Trained on {1} (process {0})", pid, owner.host);
}

function modelIsOpen(): boolean {
  return vscode.window.tabGroups.all.some(({ activeTab }) => {
    const input = activeTab?.input;
    return (
      (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) && isModel(input.uri)
    );
  });
}
