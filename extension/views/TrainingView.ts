import { t } from "@vscode/l10n";
import type * as vscode from "vscode";
import type { GradientsEvent, RunEvent } from "../../engine/run/events";
import { fromTraining, type FromTraining, type ToTraining } from "../../webview/messages/training";
import { joinSteps } from "../runs/joinSteps";
import type { Run } from "../runs/Run";
import type { Runs } from "../runs/Runs";
import { Throttle } from "../Throttle";
import { SideView } from "./SideView";

/** Milliseconds between two messages: 15 per second. */
const interval = 66;
/** Number of newest statistics sent at first: units count as dead after as many measurements. */
const newestGradients = 3;

/** The Training view in the bottom panel: the selected run, and the list of runs. */
export class TrainingView extends SideView<FromTraining, ToTraining> {
  static readonly id = "netloom.training";
  private pending: RunEvent[] = [];
  /** Whether the page shows panels, as it last said. */
  private showsPanels = false;
  private readonly flush = new Throttle(interval, () => this.sendPending());
  private readonly flushRuns = new Throttle(interval, () => this.sendRuns());

  constructor(
    extension: vscode.Uri,
    private readonly runs: Runs,
    private readonly onCommand: (
      command: Extract<FromTraining, { kind: "command" }>["command"],
      run: Run | undefined,
    ) => void,
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
      runs.onEvent(({ run, event }) => {
        if (!this.canReceive || run !== runs.shown) return;
        this.pending.push(event.event === "gradients" ? withoutWeights(event) : event);
        this.flush.request();
      }),
      runs.onDidSelect(() => this.sendAll()),
      runs.onDidChange(() => this.flushRuns.request()),
      this.flush,
      this.flushRuns,
    );
  }

  protected onMessage(message: FromTraining): void {
    const run = "run" in message && message.run !== undefined ? this.runs.find(message.run) : undefined;
    if (message.kind === "select" && run) void this.runs.select(run);
    if (message.kind === "command") this.onCommand(message.command, run);
    if (message.kind === "panels") {
      this.showsPanels = message.shown;
      this.onVisibility();
    }
  }

  protected override onVisibility(): void {
    void this.runs.watchPanels(this.canReceive && this.showsPanels).catch(() => undefined);
  }

  protected postAll(): void {
    this.pending = [];
    const { shown } = this.runs;
    const history = shown?.history;
    const lists = history ? [...history.snapshot()] : [];
    if (history) lists.push(history.gradients.newest(newestGradients).map(withoutWeights));
    const [first = [], ...rest] = lists;
    void this.post({ kind: "run", run: shown?.id, name: shown?.name, events: first, more: rest.length > 0 });
    if (shown) for (const events of rest) void this.post({ kind: "events", run: shown.id, events });
    void this.sendRuns();
  }

  private sendPending(): PromiseLike<unknown> | undefined {
    const events = joinSteps(this.pending);
    const { shown } = this.runs;
    this.pending = [];
    if (events.length === 0 || !shown || !this.canReceive) return undefined;
    return this.post({ kind: "events", run: shown.id, events });
  }

  private sendRuns(): PromiseLike<unknown> | undefined {
    return this.canReceive
      ? this.post({ kind: "runs", runs: this.runs.all.map(({ entry }) => entry) })
      : undefined;
  }
}

/** Drops the statistics of weights: this view only needs those of activations, to report dead units. */
function withoutWeights(event: GradientsEvent): GradientsEvent {
  return { ...event, weights: [] };
}
