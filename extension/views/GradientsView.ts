import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { FromGradients, ToGradients } from "../../webview/messages/gradients";
import type { RunController } from "../runs/RunController";
import { settings } from "../settings";
import { Throttle } from "../Throttle";
import { page, pageOptions } from "./page";

/** Milliseconds in which statistics are gathered. */
const interval = 100;

export interface GradientsHost {
  /** Nodes that are selected on the canvases of a document. */
  readonly selected: (document: vscode.Uri) => readonly string[];
  readonly onSelect: (document: vscode.Uri, node: string) => void;
  readonly onEvery: (steps: number) => void;
  readonly onPost?: (message: ToGradients) => void;
}

/** The Gradients view in the secondary side bar. A hidden page is thrown away and gets the last statistics again. */
export class GradientsView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = "netloom.gradients";
  private view: vscode.WebviewView | undefined;
  private ready = false;
  /** Step of the last statistics that the page has. */
  private sent: number | undefined;
  private readonly flush = new Throttle(interval, () => this.sendNew());
  private readonly subscriptions: readonly { dispose(): unknown }[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly runs: RunController,
    private readonly host: GradientsHost,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewViewProvider(GradientsView.id, this),
      runs.onEvent((event) => {
        if (event.event === "gradients") this.flush.request();
        // Steps after the one that a run is resumed at are told anew.
        else if (event.event === "start") this.sendAll();
      }),
      runs.onDidChangeRun(() => this.sendAll()),
      this.flush,
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    this.ready = false;
    view.webview.options = pageOptions(this.extension);
    view.webview.onDidReceiveMessage((message: FromGradients) => this.receive(message));
    view.onDidChangeVisibility(() => {
      if (!view.visible) this.ready = false;
    });
    view.onDidDispose(() => {
      if (this.view !== view) return;
      this.view = undefined;
      this.ready = false;
    });
    view.webview.html = page(view.webview, this.extension, "gradients", t("Gradients"));
  }

  receive(message: FromGradients): void {
    const document = this.runs.shown?.document;
    switch (message.kind) {
      case "ready":
        this.ready = true;
        this.sendAll();
        return;
      case "select":
        if (document) this.host.onSelect(document, message.node);
        return;
      case "every":
        if (Number.isInteger(message.steps) && message.steps >= 0) this.host.onEvery(message.steps);
        return;
    }
  }

  /** Shows the canvas's selection on the rows. */
  showSelected(document: vscode.Uri, nodes: readonly string[]): void {
    if (this.ready && this.runs.shown?.document.toString() === document.toString())
      this.post({ kind: "select", nodes });
  }

  sendAll(): void {
    if (!this.ready) return;
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

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private sendNew(): void {
    const history = this.runs.shown?.history;
    if (!this.ready || !history) return;
    const { gradients, lossProgress: loss } = history;
    for (const event of gradients.since(this.sent).flat()) this.post({ kind: "gradients", event, loss });
    this.sent = gradients.latest?.step;
  }

  private post(message: ToGradients): void {
    this.host.onPost?.(message);
    void this.view?.webview.postMessage(message);
  }
}
