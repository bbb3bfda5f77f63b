import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { GradientsEvent, RunEvent, StepsEvent } from "../../engine/run/events";
import { fromTraining, type FromTraining, type ToTraining } from "../../webview/messages/training";
import type { RunController } from "../runs/RunController";
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
  private readonly subscriptions: readonly { dispose(): unknown }[];

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
    this.subscriptions = [
      runs.onEvent((event) => {
        if (!this.listens) return;
        this.pending.push(event.event === "gradients" ? withoutWeights(event) : event);
        this.flush.request();
      }),
      runs.onDidChangeRun(() => this.sendAll()),
      this.flush,
    ];
  }

  override dispose(): void {
    super.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
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
    const events = joined(this.pending);
    this.pending = [];
    if (events.length > 0 && this.listens) this.post({ kind: "events", events });
  }
}

/** Of the statistics this view says only where units are dead. */
function withoutWeights(event: GradientsEvent): GradientsEvent {
  return { ...event, weights: [] };
}

/** Consecutive steps of one epoch as one event. */
function joined(events: readonly RunEvent[]): RunEvent[] {
  const result: RunEvent[] = [];
  for (const event of events) {
    const before = result.at(-1);
    if (
      event.event === "steps" &&
      before?.event === "steps" &&
      before.epoch === event.epoch &&
      before.first + before.loss.length === event.first
    )
      result[result.length - 1] = join(before, event);
    else result.push(event);
  }
  return result;
}

function join(before: StepsEvent, next: StepsEvent): StepsEvent {
  const names = new Set([...Object.keys(before.metrics), ...Object.keys(next.metrics)]);
  const metrics = Object.fromEntries(
    [...names].map((name) => [name, [...(before.metrics[name] ?? []), ...(next.metrics[name] ?? [])]]),
  );
  return { ...next, first: before.first, loss: [...before.loss, ...next.loss], metrics };
}
