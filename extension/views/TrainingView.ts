import { t } from "@vscode/l10n";
import type * as vscode from "vscode";
import type { GradientsEvent, RunEvent } from "../../engine/run/events";
import { fromTraining, type FromTraining, type ToTraining } from "../../webview/messages/training";
import type { RunController } from "../runs/RunController";
import { joinSteps } from "../runs/joinSteps";
import { Throttle } from "../Throttle";
import { SideView } from "./SideView";

/** Milliseconds between two messages: 15 a second. */
const interval = 66;
/** Statistics in a snapshot: units are called dead after as many. */
const newestGradients = 3;

/** The Training view in the bottom panel. */
export class TrainingView extends SideView<FromTraining, ToTraining> {
  static readonly id = "netloom.training";
  private pending: RunEvent[] = [];
  private readonly flush = new Throttle(interval, () => this.sendPending());

  constructor(
    extension: vscode.Uri,
    private readonly runs: RunController,
    private readonly onCommand: (command: Extract<FromTraining, { kind: "command" }>["command"]) => void,
    onPost?: (message: ToTraining) => void,
  ) {
    super({
      id: TrainingView.id,
      page: "training",
      title: t("Training"),
      extension,
      accepts: fromTraining,
      onPost,
    });
    this.own(
      runs.onEvent((event) => {
        if (!this.listens) return;
        this.pending.push(event.event === "gradients" ? withoutWeights(event) : event);
        this.flush.request();
      }),
      runs.onDidChangeRun(() => this.sendAll()),
      this.flush,
    );
  }

  protected onMessage(message: FromTraining): void {
    if (message.kind === "command") this.onCommand(message.command);
  }

  protected postAll(): void {
    this.pending = [];
    const { shown } = this.runs;
    const lists = shown ? [...shown.history.snapshot()] : [];
    if (shown) lists.push(shown.history.gradients.newest(newestGradients).map(withoutWeights));
    const [first = [], ...rest] = lists;
    this.post({ kind: "run", name: shown?.name, events: first, more: rest.length > 0 });
    for (const events of rest) this.post({ kind: "events", events });
  }

  private sendPending(): void {
    const events = joinSteps(this.pending);
    this.pending = [];
    if (events.length > 0 && this.listens) this.post({ kind: "events", events });
  }
}

/** Of the statistics this view says only where units are dead. */
function withoutWeights(event: GradientsEvent): GradientsEvent {
  return { ...event, weights: [] };
}
