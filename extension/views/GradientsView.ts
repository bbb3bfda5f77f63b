import { t } from "@vscode/l10n";
import type * as vscode from "vscode";
import { fromGradients, type FromGradients, type ToGradients } from "../../webview/messages/gradients";
import type { Runs } from "../runs/Runs";
import { settings } from "../settings";
import { Throttle } from "../Throttle";
import { SideView } from "./SideView";

/** Milliseconds between two updates of the page. */
const interval = 100;

export interface GradientsHost {
  /** The nodes selected on the canvases of a document. */
  readonly selected: (document: vscode.Uri) => readonly string[];
  readonly onSelect: (document: vscode.Uri, node: string) => void;
  readonly onEvery: (steps: number) => void;
  readonly onPost?: (message: ToGradients) => void;
}

/** The Gradients view in the secondary side bar. */
export class GradientsView extends SideView<FromGradients, ToGradients> {
  static readonly id = "netloom.gradients";
  /** Step of the last statistics sent to the page. */
  private sent: number | undefined;
  private readonly flush = new Throttle(interval, () => this.sendNew());

  constructor(
    extension: vscode.Uri,
    private readonly runs: Runs,
    private readonly host: GradientsHost,
  ) {
    const { onPost } = host;
    super({
      id: GradientsView.id,
      page: "gradients",
      title: t("Gradients"),
      extension,
      accepts: fromGradients,
      onPost,
    });
    this.own(
      runs.onEvent(({ run, event }) => {
        if (run !== runs.shown) return;
        if (event.event === "gradients") this.flush.request();
        // A resumed run repeats the steps after its checkpoint, so the page's history may be outdated.
        else if (event.event === "start") this.sendAll();
      }),
      runs.onDidSelect(() => this.sendAll()),
      this.flush,
    );
  }

  /** Highlights the rows of the nodes selected on a canvas. */
  showSelected(document: vscode.Uri, nodes: readonly string[]): void {
    const { shown } = this.runs;
    if (this.canReceive && shown?.document.toString() === document.toString())
      void this.post({ kind: "select", run: shown.id, nodes });
  }

  protected onMessage(message: FromGradients): void {
    if (message.kind === "select") {
      const run = this.runs.find(message.run);
      if (run) this.host.onSelect(run.document, message.node);
    }
    if (message.kind === "every") this.host.onEvery(message.steps);
  }

  protected postAll(): void {
    const { shown } = this.runs;
    const gradients = shown?.history?.gradients;
    const loss = shown?.history?.lossProgress;
    // With several runs, names the one shown: the Training view, which shows it too, may be closed.
    this.describe(this.runs.all.length > 1 ? shown?.name : undefined);
    const [first = [], ...rest] = gradients?.since() ?? [];
    void this.post({
      kind: "run",
      run: shown?.id,
      name: shown?.name,
      history: first,
      every: settings.gradientsEvery,
      largest: gradients?.largest ?? {},
      loss,
      network: shown?.network,
    });
    this.sent = gradients?.latest?.step;
    if (!shown) return;
    for (const event of rest.flat()) void this.post({ kind: "gradients", run: shown.id, event, loss });
    void this.post({ kind: "select", run: shown.id, nodes: this.host.selected(shown.document) });
  }

  private sendNew(): PromiseLike<unknown> | undefined {
    const { shown } = this.runs;
    if (!this.canReceive || !shown?.history) return undefined;
    const { gradients, lossProgress: loss } = shown.history;
    let last: PromiseLike<unknown> | undefined;
    for (const event of gradients.since(this.sent).flat())
      last = this.post({ kind: "gradients", run: shown.id, event, loss });
    this.sent = gradients.latest?.step;
    return last;
  }
}
