import { t } from "@vscode/l10n";
import type * as vscode from "vscode";
import { fromGradients, type FromGradients, type ToGradients } from "../../webview/messages/gradients";
import type { RunController } from "../runs/RunController";
import { settings } from "../settings";
import { Throttle } from "../Throttle";
import { SideView } from "./SideView";

/** Milliseconds in which statistics are gathered. */
const interval = 100;

export interface GradientsHost {
  /** Nodes that are selected on the canvases of a document. */
  readonly selected: (document: vscode.Uri) => readonly string[];
  readonly onSelect: (document: vscode.Uri, node: string) => void;
  readonly onEvery: (steps: number) => void;
  readonly onPost?: (message: ToGradients) => void;
}

/** The Gradients view in the secondary side bar. */
export class GradientsView extends SideView<FromGradients, ToGradients> {
  static readonly id = "netloom.gradients";
  /** Step of the last statistics that the page has. */
  private sent: number | undefined;
  private readonly flush = new Throttle(interval, () => this.sendNew());

  constructor(
    extension: vscode.Uri,
    private readonly runs: RunController,
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
      runs.onEvent((event) => {
        if (event.event === "gradients") this.flush.request();
        // Steps after the one that a run is resumed at are told anew.
        else if (event.event === "start") this.sendAll();
      }),
      runs.onDidChangeRun(() => this.sendAll()),
      this.flush,
    );
  }

  /** Shows the canvas's selection on the rows. */
  showSelected(document: vscode.Uri, nodes: readonly string[]): void {
    if (this.listens && this.runs.shown?.document.toString() === document.toString())
      this.post({ kind: "select", nodes });
  }

  protected onMessage(message: FromGradients): void {
    const document = this.runs.shown?.document;
    if (message.kind === "select" && document) this.host.onSelect(document, message.node);
    if (message.kind === "every") this.host.onEvery(message.steps);
  }

  protected postAll(): void {
    const { shown } = this.runs;
    const gradients = shown?.history.gradients;
    const loss = shown?.history.lossProgress;
    const [first = [], ...rest] = gradients?.since() ?? [];
    this.post({
      kind: "run",
      name: shown?.name,
      history: first,
      every: settings.gradientsEvery,
      largest: gradients?.largest ?? {},
      loss,
      network: shown?.network,
    });
    for (const event of rest.flat()) this.post({ kind: "gradients", event, loss });
    this.sent = shown?.history.gradients.latest?.step;
    if (shown) this.post({ kind: "select", nodes: this.host.selected(shown.document) });
  }

  private sendNew(): void {
    const history = this.runs.shown?.history;
    if (!this.listens || !history) return;
    const { gradients, lossProgress: loss } = history;
    for (const event of gradients.since(this.sent).flat()) this.post({ kind: "gradients", event, loss });
    this.sent = gradients.latest?.step;
  }
}
