import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { Problem } from "../../engine/graph/problem";
import { page, pageOptions } from "../views/page";
import type { CanvasHost } from "./CanvasPanel";
import { CanvasPanel } from "./CanvasPanel";
import { canvasViewType, modelName } from "./modelFile";
import { SerialQueue } from "./SerialQueue";

/** The canvas as VS Code's editor for models. VS Code owns the text, undo, save and hot exit. */
export class CanvasEditor implements vscode.CustomTextEditorProvider {
  private readonly panels = new Set<CanvasPanel>();
  private readonly queues = new WeakMap<vscode.TextDocument, SerialQueue>();
  private readonly opened = new vscode.EventEmitter<CanvasPanel>();
  readonly onDidOpen = this.opened.event;
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when another canvas is the current one, or the current one has other commands to offer. */
  readonly onDidChangeCurrent = this.changed.event;
  /** The canvas that was focused last. */
  private latest: CanvasPanel | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly host: CanvasHost,
  ) {}

  register(): vscode.Disposable {
    return vscode.window.registerCustomEditorProvider(canvasViewType, this, {
      supportsMultipleEditorsPerDocument: true,
      // A hidden canvas keeps its viewport and selection and reappears immediately, not after a second.
      webviewOptions: { retainContextWhenHidden: true },
    });
  }

  resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const queue = this.queues.get(document) ?? new SerialQueue();
    this.queues.set(document, queue);
    const canvas = new CanvasPanel(document, panel, queue, this.host);
    this.panels.add(canvas);
    if (panel.active) this.latest = canvas;
    panel.onDidChangeViewState(() => {
      if (panel.active) this.latest = canvas;
      this.changed.fire();
    });
    canvas.onDidChangeAble(() => this.changed.fire());
    panel.onDidDispose(() => {
      canvas.dispose();
      this.panels.delete(canvas);
      if (this.latest === canvas) this.latest = undefined;
      this.changed.fire();
    });
    panel.webview.options = pageOptions(this.extension);
    panel.webview.html = page(
      panel.webview,
      this.extension,
      "canvas",
      t("Canvas of {0}", modelName(document.uri)),
    );
    this.opened.fire(canvas);
  }

  /** The focused canvas. */
  get active(): CanvasPanel | undefined {
    return this.latest?.panel.active ? this.latest : undefined;
  }

  /** The canvas that has or last had the focus, or else any visible one. */
  get current(): CanvasPanel | undefined {
    return this.latest ?? [...this.panels].find(({ panel }) => panel.visible);
  }

  of(uri: vscode.Uri): CanvasPanel[] {
    return [...this.panels].filter(({ document }) => document.uri.toString() === uri.toString());
  }

  get all(): readonly CanvasPanel[] {
    return [...this.panels];
  }

  /** Selects nodes on the canvases of the document: by their paths, or by their ids in a block. */
  async select(uri: vscode.Uri, nodes: readonly string[], block?: string): Promise<void> {
    const shown = await this.shown(uri, true);
    for (const canvas of this.of(uri))
      canvas.show({ kind: "select", nodes, block, reveal: canvas === shown });
  }

  /** Goes to a problem on a canvas of the document, which gets the focus. */
  async showProblem(uri: vscode.Uri, problem: Problem): Promise<void> {
    (await this.shown(uri, false))?.show({ kind: "showProblem", problem });
  }

  /** A canvas of the document, which is opened if there is none and brought to the front. */
  private async shown(uri: vscode.Uri, preserveFocus: boolean): Promise<CanvasPanel | undefined> {
    if (this.of(uri).length === 0)
      await vscode.commands.executeCommand("vscode.openWith", uri, canvasViewType);
    const canvases = this.of(uri);
    const shown = canvases.find(({ panel }) => panel.visible) ?? canvases[0];
    if (shown && !(preserveFocus && shown.panel.visible)) shown.panel.reveal(undefined, preserveFocus);
    return shown;
  }
}
