import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { GraphEdit } from "../../engine/document/edit";
import {
  fromCanvas,
  type BlockCommand,
  type CanvasCommand,
  type FromCanvas,
  type ToCanvas,
} from "../../webview/messages/canvas";
import { mostPictureCharacters, type PictureRequest } from "../../webview/messages/picture";
import type { RunView } from "../../webview/messages/run";
import { loadLanguage } from "../loadLanguage";
import { checked } from "../views/checked";
import type { DataInspector } from "./DataInspector";
import type { SerialQueue } from "./SerialQueue";
import { Positions } from "./textRange";

export interface CanvasHost {
  readonly inspector: DataInspector;
  /** A document's run, as its canvases show it. */
  readonly runOf: (document: vscode.Uri) => RunView | undefined;
  readonly onCommand: (
    command: Extract<FromCanvas, { kind: "command" }>["command"],
    document: vscode.TextDocument,
    /** The run that the canvas shows. */
    run: string | undefined,
  ) => void;
  readonly onReveal: (document: vscode.TextDocument, range: vscode.Range) => void;
  readonly onSelected: (panel: CanvasPanel) => void;
  /** Lets tests observe the messages to the canvas. */
  readonly onPost?: (panel: CanvasPanel, message: ToCanvas) => void;
}

/** A picture as a canvas has drawn it, in the format that was asked for. */
export type DrawnPicture = Pick<Extract<FromCanvas, { kind: "picture" }>, "svg" | "png" | "block">;

/** The most characters of a message: a picture's, and of what is around it. */
const mostCharacters = mostPictureCharacters + 1000;

/** How often an edit is recomputed because the document changed while it was being applied. */
const attempts = 3;

/** One canvas of a document, which may have several. */
export class CanvasPanel {
  /** The selected nodes. */
  selected: readonly string[] = [];
  /** The commands about blocks that have something to do. */
  able: readonly BlockCommand[] = [];
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeAble = this.changed.event;
  /** Milliseconds from the page's start to its first paint, once reported. */
  painted: number | undefined;
  private readonly subscriptions: vscode.Disposable[];
  /** Whether the page is listening. */
  private ready = false;
  /** How often the page has been reloaded: edits from an earlier page are not answered to a later one. */
  private life = 0;
  /** The number of this page's last edit that the text contains. */
  private answers = 0;
  /** Whether sending the document is queued. */
  private willSend = false;
  /** Whether the page has been sent the document. */
  private hasDocument = false;
  /** What to show once it has. */
  private pending: Extract<ToCanvas, { kind: "select" | "showProblem" }> | undefined;
  /** The picture that the page is drawing. */
  private drawing: { readonly number: number; readonly end: (picture?: DrawnPicture) => void } | undefined;
  private drawings = 0;

  constructor(
    readonly document: vscode.TextDocument,
    readonly panel: vscode.WebviewPanel,
    /** Shared by all canvases of the document, so that edits are applied and reported in one order. */
    private readonly queue: SerialQueue,
    private readonly host: CanvasHost,
  ) {
    this.subscriptions = [
      panel.webview.onDidReceiveMessage(
        checked("canvas", fromCanvas, (message) => this.receive(message), mostCharacters),
      ),
      panel.onDidChangeViewState(() => void this.sendRun()),
      vscode.workspace.onDidChangeTextDocument((change) => {
        if (change.document === document && change.contentChanges.length > 0) this.sendDocument();
      }),
      host.inspector.onDidChange(() => this.sendDocument()),
    ];
  }

  /** Whether its page has loaded and listens. */
  get isReady(): boolean {
    return this.ready;
  }

  async receive(message: FromCanvas): Promise<void> {
    switch (message.kind) {
      case "ready":
        this.ready = true;
        this.hasDocument = false;
        this.life++;
        this.answers = 0;
        this.able = [];
        this.drawing?.end();
        this.changed.fire();
        this.sendDocument();
        void this.sendRun();
        return;
      case "edit": {
        const { life } = this;
        return this.queue.add(() => this.apply(message.number, message.edit, life));
      }
      case "selected":
        this.selected = message.nodes;
        {
          this.host.onSelected(this);
          return;
        }
      case "able":
        this.able = message.commands;
        this.changed.fire();
        return;
      case "command": {
        this.host.onCommand(message.command, this.document, message.run);
        return;
      }
      case "reveal": {
        this.host.onReveal(this.document, new Positions(this.document.getText()).range(message));
        return;
      }
      case "picture":
        if (message.number === this.drawing?.number) this.drawing.end(message);
        return;
      case "painted":
        this.painted = message.milliseconds;
        return;
    }
  }

  /** Sends the run's state to the page, if it is visible. */
  sendRun(): PromiseLike<unknown> | undefined {
    return this.panel.visible
      ? this.post({ kind: "run", run: this.host.runOf(this.document.uri) })
      : undefined;
  }

  /** Selects nodes or goes to a problem. */
  show(message: Extract<ToCanvas, { kind: "select" | "showProblem" }>): void {
    if (this.hasDocument) void this.post(message);
    else this.pending = message;
  }

  do(command: CanvasCommand): void {
    void this.post({ kind: "do", command });
  }

  /** A picture of what the page shows; undefined if there is none, which the page says itself. */
  draw(request: PictureRequest): Promise<DrawnPicture | undefined> {
    this.drawing?.end();
    const number = ++this.drawings;
    return new Promise((resolve) => {
      const end = (picture?: DrawnPicture) => {
        this.drawing = undefined;
        resolve(picture);
      };
      this.drawing = { number, end };
      void this.post({ kind: "draw", number, ...request });
    });
  }

  dispose(): void {
    this.drawing?.end();
    this.ready = false;
    this.changed.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  /** Sends the text after pending edits have been applied, so that `answers` matches it. */
  private sendDocument(): void {
    if (this.willSend) return;
    this.willSend = true;
    void this.queue.add(async () => {
      this.willSend = false;
      if (!this.ready) return;
      const { facts, problems } = await this.host.inspector.reportOn(this.document);
      void this.post({
        kind: "document",
        text: this.document.getText(),
        version: this.document.version,
        answers: this.answers,
        facts,
        dataProblems: problems,
      });
      this.hasDocument = true;
      if (this.pending) void this.post(this.pending);
      this.pending = undefined;
    });
  }

  /** Turns a gesture into one change of the document, which is one undo step. */
  private async apply(number: number, edit: GraphEdit, life: number): Promise<void> {
    const { applyEdit } = await loadLanguage();
    for (let attempt = 0; attempt < attempts; attempt++) {
      const text = this.document.getText();
      const result = applyEdit(text, edit);
      if ("refused" in result) {
        this.refuse(number, result.refused);
        return;
      }
      if (await this.change(text, result.edits)) {
        if (this.life === life) this.answers = number;
        this.sendDocument();
        return;
      }
      // VS Code applies a change only to the version that it was made for; the user typed in the meantime.
    }
    this.refuse(number, t("The document changed in the meantime. Try again."));
  }

  private async change(
    text: string,
    edits: readonly { readonly offset: number; readonly length: number; readonly text: string }[],
  ): Promise<boolean> {
    if (edits.length === 0) return true;
    const positions = new Positions(text);
    const change = new vscode.WorkspaceEdit();
    change.set(
      this.document.uri,
      edits.map((edit) => vscode.TextEdit.replace(positions.range(edit), edit.text)),
    );
    return vscode.workspace.applyEdit(change);
  }

  private refuse(edit: number, message: string): void {
    void this.post({ kind: "refused", edit, message });
  }

  /** Sends a message if the page is listening; the promise resolves when the window has taken it. */
  private post(message: ToCanvas): PromiseLike<unknown> | undefined {
    this.host.onPost?.(this, message);
    return this.ready ? this.panel.webview.postMessage(message) : undefined;
  }
}
