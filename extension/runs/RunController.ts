import { hostname } from "node:os";
import * as path from "node:path";
import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { EngineErrorData, RunEvent } from "../../engine/run/events";
import type { TrainOptions } from "../../engine/run/options";
import type { DeviceChoice } from "../../engine/run/device";
import { runOwner, type RunOwner } from "../../engine/runFolder/runOwner";
import type { NetworkFacts } from "../../engine/diagnosis/networkFacts";
import type { RunView } from "../../webview/messages/run";
import { workspaceOf } from "../documents/DataInspector";
import { modelName } from "../documents/modelFile";
import type { Engine } from "../engine/Engine";
import { EngineError } from "../engine/EngineError";
import { loadLanguage } from "../loadLanguage";
import { settings } from "../settings";
import { RunHistory } from "./RunHistory";
import { RunWatch } from "./RunWatch";
import type { StoredRun } from "./StoredRun";
import { readHistory, readModel, readStoredRun } from "./StoredRun";

/** A run that is shown, whether it goes on or has ended. */
export interface ShownRun {
  readonly document: vscode.Uri;
  readonly name: string;
  readonly history: RunHistory;
  /** The model as it was trained; undefined until it is known. */
  network: NetworkFacts | undefined;
}

/** What a run goes on with; nothing for one from scratch. */
export type StartingPoint = Pick<TrainOptions, "resume" | "dataChanged" | "weights">;

/** `watching`: another process trains the run. */
export type RunState = "none" | "watching" | RunView["status"];

/** The run of this window: at most one goes on at a time, and the last one stays shown. */
export class RunController implements vscode.Disposable {
  private run: ShownRun | undefined;
  private preparing: AbortController | undefined;
  private watched: RunWatch | undefined;
  private readonly events = new vscode.EventEmitter<RunEvent>();
  private readonly runs = new vscode.EventEmitter<void>();
  private readonly ends = new vscode.EventEmitter<vscode.Uri>();
  private readonly states = new vscode.EventEmitter<RunState>();
  private lastState: RunState = "none";
  /** Every event of the shown run, after it is in the history. */
  readonly onEvent = this.events.event;
  /** Another run is shown, or none. */
  readonly onDidChangeRun = this.runs.event;
  readonly onDidChangeState = this.states.event;
  /** The process that trained the shown run of this document elsewhere has gone. */
  readonly onDidEndElsewhere = this.ends.event;

  constructor(private readonly engine: Engine) {}

  get shown(): ShownRun | undefined {
    return this.run;
  }

  get state(): RunState {
    const history = this.run?.history;
    return history?.owner ? "watching" : (history?.status ?? "none");
  }

  /** A run of this window goes on: it prepares, trains, pauses or saves its last checkpoint. */
  get isActive(): boolean {
    return isActive(this.state);
  }

  viewOf(document: vscode.Uri): RunView | undefined {
    return this.run?.document.toString() === document.toString() ? this.run.history.view() : undefined;
  }

  /** Shows a run that ended earlier, with what its folder holds. */
  async show(document: vscode.Uri, stored: StoredRun): Promise<void> {
    const history = await readHistory(stored);
    const network = await networkOf(await readModel(stored.run));
    if (!this.isActive && this.state !== "watching")
      this.replace({ document, name: modelName(document), history, network });
  }

  /** The process that trains a run, where it is not this window's engine. */
  async ownerElsewhere(run: string): Promise<RunOwner | undefined> {
    const owner = await runOwner(run);
    if (owner?.host !== hostname()) return owner;
    // An engine that cannot be started trains nothing.
    const own = await this.engine.pid().catch(() => undefined);
    return owner.pid === own ? undefined : owner;
  }

  /**
   * Shows a run that another process trains, as it goes on. False where nobody does, or this window trains; a run that is
   * watched already stays.
   */
  async watch(document: vscode.Uri, run: string): Promise<boolean> {
    if (!(await this.ownerElsewhere(run))) return false;
    const watch = new RunWatch(run);
    const trains = await watch.open();
    const network = await networkOf(await readModel(run));
    if (!trains || this.isActive) return false;
    if (this.state === "watching") return this.watched?.run === run;
    const { history } = watch;
    this.replace({ document, name: modelName(document), history, network }, watch);
    watch.start((event) => {
      this.events.fire(event);
      this.tellState();
      if (event.event === "end") this.ends.fire(document);
    });
    return true;
  }

  /**
   * Starts a run of a document that was checked, or continues an earlier one. Resolves when the first step is
   * compiled; rejects with an EngineError.
   */
  async train(document: vscode.TextDocument, from: StartingPoint = {}): Promise<void> {
    const { uri } = document;
    const { resume } = from;
    const options: TrainOptions = {
      text: document.getText(),
      file: uri.fsPath,
      workspace: workspaceOf(uri),
      runs: runsFolderOf(uri),
      device: settings.device,
      probeEvery: settings.gradientsEvery,
      ...from,
    };
    const history = resume === undefined ? new RunHistory() : await this.historyOf(resume);
    const started: ShownRun = { document: uri, name: modelName(uri), history, network: undefined };
    void networkOf(options.text).then((network) => (started.network = network));
    history.prepare();
    this.replace(started);
    const preparing = new AbortController();
    this.preparing = preparing;
    try {
      await this.engine.request("train", options, preparing.signal);
    } catch (error) {
      // Whoever asked for the run reports that it was refused.
      this.fail(started, error, "");
      throw error;
    } finally {
      if (this.preparing === preparing) this.preparing = undefined;
    }
  }

  async pause(): Promise<void> {
    const run = this.run?.history.run;
    if (run !== undefined && this.state === "running") await this.engine.request("pause", { run });
  }

  /** Goes on after a pause. */
  async resume(): Promise<void> {
    const run = this.run?.history.run;
    if (run !== undefined && this.state === "paused") await this.engine.request("resume", { run });
  }

  /** Saves a checkpoint and ends the run; gives up a run that is still being prepared. */
  async stop(): Promise<void> {
    const run = this.run?.history.run;
    if (this.preparing && this.state === "preparing") this.preparing.abort();
    else if (run !== undefined && this.isActive && this.state !== "stopping")
      await this.engine.request("stop", { run });
  }

  /** Switches the gradient statistics of the run that goes on. */
  async probe(every: number): Promise<void> {
    const run = this.run?.history.run;
    if (run !== undefined && this.isActive) await this.engine.request("probe", { run, every });
  }

  /** From the engine. */
  receive(event: RunEvent): void {
    const shown = this.run;
    if (!shown) return;
    const { history } = shown;
    if (event.event === "preparing") {
      if (this.state !== "preparing") return;
      history.append(event);
      this.events.fire(event);
      return;
    }
    // The run folder is known from the start event on; what comes from another run is the tail of one given up.
    if (event.event === "start" ? this.state !== "preparing" : event.run !== history.run) {
      // It was cancelled too late.
      if (event.event === "start")
        void this.engine.request("stop", { run: event.run }).catch(() => undefined);
      return;
    }
    history.append(event);
    this.events.fire(event);
    this.tellState();
  }

  /** The engine has gone: a run that went on can be resumed from its last checkpoint. */
  engineGone(error: EngineError): void {
    if (this.run) this.fail(this.run, error);
  }

  dispose(): void {
    this.preparing?.abort();
    this.watched?.dispose();
    vscode.Disposable.from(this.events, this.runs, this.states, this.ends).dispose();
  }

  private replace(run: ShownRun, watch?: RunWatch): void {
    this.watched?.dispose();
    this.watched = watch;
    this.run = run;
    this.runs.fire();
    this.tellState();
  }

  private fail(run: ShownRun, error: unknown, folder = run.history.run ?? ""): void {
    if (run !== this.run || !this.isActive) return;
    const { history } = run;
    const data: EngineErrorData =
      error instanceof EngineError ? error.data : { code: "unexpected", message: String(error) };
    const asked = { cancelled: "stopped", "engine-ended": "interrupted" } as const;
    const status = data.code in asked ? asked[data.code as keyof typeof asked] : "failed";
    const event: RunEvent = {
      event: "end",
      run: folder,
      status,
      step: history.step,
      ...(status === "failed" && { error: data }),
    };
    history.append(event);
    this.events.fire(event);
    this.tellState();
  }

  private tellState(): void {
    const { state } = this;
    if (state === this.lastState) return;
    this.lastState = state;
    this.states.fire(state);
  }

  /** What is known of a run that is to be continued: from here, else from its folder. */
  private async historyOf(run: string): Promise<RunHistory> {
    if (this.run?.history.run === run) return this.run.history;
    const stored = await readStoredRun(run);
    return stored ? readHistory(stored) : new RunHistory();
  }
}

async function networkOf(text: string | undefined): Promise<NetworkFacts | undefined> {
  if (text === undefined) return undefined;
  const { parse, networkFacts } = await loadLanguage();
  const { graph } = parse(text);
  return graph && networkFacts(graph);
}

export function isActive(state: RunState): boolean {
  return state === "preparing" || state === "running" || state === "paused" || state === "stopping";
}

/** Absolute path of the folder that gets a document's runs. Throws where the setting leaves the workspace. */
export function runsFolderOf(document: vscode.Uri): string {
  const workspace = workspaceOf(document);
  const runs = path.resolve(workspace, settings.runsFolder);
  if (runs !== workspace && !runs.startsWith(workspace + path.sep))
    throw new EngineError({
      code: "runs-folder",
      message: t('The setting "netloom.runsFolder" leaves the workspace: {0}', settings.runsFolder),
      hint: t('Choose a folder inside the workspace, such as ".netloom/runs".'),
    });
  return runs;
}

/** For people: what a device choice means. */
export function describeDevice(choice: DeviceChoice): string {
  switch (choice) {
    case "auto":
      return t("Automatic");
    case "gpu":
      return t("GPU");
    case "cpu":
      return t("CPU");
    case "software":
      return t("Software GPU");
    case "reference":
      return t("Reference (slow)");
  }
}
