import { t } from "@vscode/l10n";
import * as path from "node:path";
import * as vscode from "vscode";
import { fromSummary, type FromSummary, type ToSummary } from "../../webview/messages/summary";
import type { DataInspector } from "../documents/DataInspector";
import { modelName } from "../documents/modelFile";
import { SerialQueue } from "../documents/SerialQueue";
import { checked } from "./checked";
import { page, pageOptions } from "./page";

export interface SummaryHost {
  readonly inspector: DataInspector;
  /** The nodes that are selected on the document's canvases. */
  readonly selected: (document: vscode.Uri) => readonly string[];
  readonly onSelect: (document: vscode.Uri, nodes: readonly string[]) => void;
  /** Lets tests observe the messages to the pages. */
  readonly onPost?: (message: ToSummary) => void;
}

/** The tables of models' nodes, beside their canvases: one for each model that was asked for. */
export class SummaryPanels implements vscode.Disposable {
  private readonly panels = new Map<string, SummaryPanel>();

  constructor(
    private readonly extension: vscode.Uri,
    private readonly host: SummaryHost,
  ) {}

  show(document: vscode.Uri): void {
    const key = document.toString();
    const open = this.panels.get(key);
    if (open) {
      open.reveal();
      return;
    }
    this.panels.set(
      key,
      new SummaryPanel(this.extension, document, this.host, () => this.panels.delete(key)),
    );
  }

  of(document: vscode.Uri): SummaryPanel | undefined {
    return this.panels.get(document.toString());
  }

  dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
  }
}

/** The table of one model, which follows its document. */
export class SummaryPanel implements vscode.Disposable {
  private readonly panel: vscode.WebviewPanel;
  private readonly queue = new SerialQueue();
  /** Whether the page is listening. */
  private ready = false;
  /** Whether sending the document is queued. */
  private willSend = false;

  constructor(
    extension: vscode.Uri,
    private readonly document: vscode.Uri,
    private readonly host: SummaryHost,
    onClose: () => void,
  ) {
    const title = t("Summary: {0}", modelName(document));
    this.panel = vscode.window.createWebviewPanel("netloom.summary", title, vscode.ViewColumn.Beside, {
      ...pageOptions(extension),
      // What is unfolded stays while another tab covers it.
      retainContextWhenHidden: true,
    });
    const { webview } = this.panel;
    webview.onDidReceiveMessage(checked("summary", fromSummary, (message) => this.receive(message)));
    const key = document.toString();
    const subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document: changed, contentChanges }) => {
        if (contentChanges.length > 0 && changed.uri.toString() === key) this.sendDocument();
      }),
      host.inspector.onDidChange(() => this.sendDocument()),
      // Nobody says that a file has changed which is not open.
      this.panel.onDidChangeViewState(() => this.sendDocument()),
    ];
    this.panel.onDidDispose(() => {
      this.ready = false;
      vscode.Disposable.from(...subscriptions).dispose();
      onClose();
    });
    webview.html = page(webview, extension, "summary", title);
  }

  receive(message: FromSummary): PromiseLike<unknown> | undefined {
    switch (message.kind) {
      case "ready":
        this.ready = true;
        this.sendDocument();
        this.showSelected();
        return undefined;
      case "select":
        this.host.onSelect(this.document, message.nodes);
        return undefined;
      case "copy":
        return vscode.env.clipboard.writeText(message.text);
      case "showProblems":
        return vscode.commands.executeCommand("workbench.actions.view.problems");
    }
  }

  reveal(): void {
    this.panel.reveal();
  }

  /** Marks the nodes that are selected on a canvas. */
  showSelected(): void {
    this.post({ kind: "selected", nodes: this.host.selected(this.document) });
  }

  dispose(): void {
    this.panel.dispose();
  }

  private sendDocument(): void {
    if (this.willSend || !this.panel.visible) return;
    this.willSend = true;
    void this.queue.add(async () => {
      this.willSend = false;
      const document = await vscode.workspace.openTextDocument(this.document).then(
        (opened) => opened,
        // The file is gone; the table stays as it was.
        () => undefined,
      );
      if (!document) return;
      const { facts, problems } = await this.host.inspector.reportOn(document);
      const name = path.posix.basename(this.document.path);
      this.post({ kind: "document", name, text: document.getText(), facts, dataProblems: problems });
    });
  }

  private post(message: ToSummary): void {
    if (!this.ready) return;
    this.host.onPost?.(message);
    void this.panel.webview.postMessage(message);
  }
}
