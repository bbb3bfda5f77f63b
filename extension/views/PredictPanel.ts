import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { PredictionSource } from "../../engine/run/prediction";
import { fromPredict, type FromPredict, type ToPredict } from "../../webview/messages/predict";
import { workspaceOf } from "../documents/DataInspector";
import type { Engine } from "../engine/Engine";
import { EngineError } from "../engine/EngineError";
import type { Run } from "../runs/Run";
import { settings } from "../settings";
import { checked } from "./checked";
import { page, pageOptions } from "./page";

/** The panel on which a trained model is used: one, for the run that was asked for last. The engine predicts. */
export class PredictPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private run: Run | undefined;
  /** The open request; each question ends the one before. */
  private request = new AbortController();

  constructor(
    private readonly extension: vscode.Uri,
    private readonly engine: Engine,
    private readonly onPost?: (message: ToPredict) => void,
  ) {}

  /** Opens the panel for a run that has a folder. */
  show(run: Run): void {
    this.run = run;
    const title = t("Predict: {0}", run.name);
    if (this.panel) {
      this.panel.title = title;
      this.panel.reveal();
      void this.open();
      return;
    }
    const panel = vscode.window.createWebviewPanel("netloom.predict", title, vscode.ViewColumn.Beside, {
      ...pageOptions(this.extension),
      // What has been drawn or written stays while another tab covers it.
      retainContextWhenHidden: true,
    });
    this.panel = panel;
    panel.webview.onDidReceiveMessage(checked("predict", fromPredict, (message) => this.receive(message)));
    panel.onDidDispose(() => {
      this.panel = undefined;
      void this.release();
    });
    panel.webview.html = page(panel.webview, this.extension, "predict", title);
  }

  async receive(message: FromPredict): Promise<void> {
    switch (message.kind) {
      case "ready":
        return this.open();
      case "cancel":
        this.request.abort();
        return;
      case "predict":
        return this.answer(message.number, async (source, signal) => {
          const { inputs, seed, count } = message;
          const question = { ...source, inputs, seed, count };
          const { answers } = await this.engine.request("predict", question, { signal });
          this.post({ kind: "answer", number: message.number, answers });
        });
      case "generate":
        return this.answer(message.number, async (source, signal) => {
          const { kind: _, number, ...question } = message;
          const onPart = (text: string) => this.post({ kind: "part", number, text });
          await this.engine.request("generate", { ...source, ...question }, { signal, onPart });
          this.post({ kind: "done", number });
        });
    }
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private open(): Promise<void> {
    this.post({ kind: "opening", name: this.run?.name ?? "" });
    return this.answer(undefined, async (source, signal) => {
      const model = await this.engine.request("predictable", source, { signal });
      this.post({ kind: "model", model });
    });
  }

  /** Asks the engine something, and reports how it failed unless something else has been asked since. */
  private async answer(
    number: number | undefined,
    ask: (source: PredictionSource, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { run } = this;
    if (run?.folder === undefined) return;
    this.request.abort();
    const request = (this.request = new AbortController());
    const { document, folder } = run;
    const source = {
      run: folder,
      file: document.fsPath,
      workspace: workspaceOf(document),
      device: settings.device,
    };
    try {
      await ask(source, request.signal);
    } catch (error) {
      if (request.signal.aborted) return;
      this.post({ kind: "failed", ...(number !== undefined && { number }), message: textOf(error) });
    }
  }

  /** Frees the model in the engine, if that is running. */
  private async release(): Promise<void> {
    this.request.abort();
    try {
      if ((await this.engine.pid()) !== undefined) await this.engine.request("closeModel", {});
    } catch {
      // An engine that has ended has no model open.
    }
  }

  private post(message: ToPredict): void {
    this.onPost?.(message);
    void this.panel?.webview.postMessage(message);
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof EngineError)) return String(error);
  const { message, hint } = error;
  return hint === undefined ? message : t("{0} {1}", message, hint);
}
