import { hostname } from "node:os";
import * as vscode from "vscode";
import type { NetworkFacts } from "../../engine/diagnosis/networkFacts";
import type { EngineErrorData, RunEvent } from "../../engine/run/events";
import type { TrainOptions } from "../../engine/run/options";
import { readModel } from "../../engine/runFolder/readModel";
import { runOwner, type RunOwner } from "../../engine/runFolder/runOwner";
import type { RunView } from "../../webview/messages/run";
import { workspaceOf } from "../documents/DataInspector";
import type { Engine } from "../engine/Engine";
import { EngineError } from "../engine/EngineError";
import { loadLanguage } from "../loadLanguage";
import { settings } from "../settings";
import { Run, type RunState } from "./Run";
import { RunList } from "./RunList";
import { runsFolderOf } from "./runsFolderOf";
import { RunWatch } from "./RunWatch";
import { readHistory, readStoredRun, type StoredRun } from "./StoredRun";

/** What training starts from; empty for a run from scratch. */
export type StartingPoint = Pick<TrainOptions, "resume" | "dataChanged" | "weights">;

/** An event reported by a run, after it was added to the run's history. */
export interface Reported {
  readonly run: Run;
  readonly event: RunEvent;
}

/** The engine process crashed, ending these runs. */
export interface Crash {
  readonly error: EngineError;
  readonly runs: readonly Run[];
}

/**
 * The runs of this window. Any number may train at once, in this window's engine or in other processes. One run is
 * selected and shown in the side views; a canvas shows the newest run of its model.
 */
export class Runs implements vscode.Disposable {
  private readonly list = new RunList();
  private panelsWatched = false;
  private readonly reports = new vscode.EventEmitter<Reported>();
  private readonly selections = new vscode.EventEmitter<void>();
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly endsElsewhere = new vscode.EventEmitter<Run>();
  private readonly crashes = new vscode.EventEmitter<Crash>();
  readonly onEvent = this.reports.event;
  /** Fires when another run is selected, or when the selected run's data was replaced. */
  readonly onDidSelect = this.selections.event;
  /** Fires when a run is added, removed, or changes state. */
  readonly onDidChange = this.changes.event;
  /** Fires when another process that trained a run has ended. */
  readonly onDidEndElsewhere = this.endsElsewhere.event;
  readonly onDidCrash = this.crashes.event;

  constructor(private readonly engine: Engine) {}

  /** Newest first. */
  get all(): readonly Run[] {
    return this.list.all;
  }

  /** The selected run; its history is loaded. */
  get shown(): Run | undefined {
    return this.list.selected;
  }

  /** The state of the selected run. */
  get state(): RunState | "none" {
    return this.shown?.state ?? "none";
  }

  /** Whether this window's engine trains the selected run. */
  get isActive(): boolean {
    return this.shown?.isActive === true;
  }

  find(id: string): Run | undefined {
    return this.list.find(id);
  }

  /** The run stored in a folder. */
  byFolder(folder: string): Run | undefined {
    return this.list.byFolder(folder);
  }

  newestOf(document: vscode.Uri): Run | undefined {
    return this.list.newestOf(document);
  }

  /** The run that the canvases of a document show: its newest. */
  viewOf(document: vscode.Uri): RunView | undefined {
    return this.newestOf(document)?.view;
  }

  /** Shows a run in the side views. */
  async select(run: Run): Promise<void> {
    if (await this.list.select(run)) this.fireSelection();
  }

  /** Adds a run that ended earlier, read from its folder, unless it is known; shows it if no other run is shown. */
  async add(document: vscode.Uri, stored: StoredRun): Promise<void> {
    if (this.byFolder(stored.run)) return;
    const history = await readHistory(stored);
    const network = await networkOf(await readModel(stored.run));
    if (this.byFolder(stored.run)) return;
    const run = new Run(document, stored.run, history);
    run.network = network;
    this.list.addOldest(run);
    if (this.shown) this.list.prune();
    else this.show(run);
    this.changes.fire();
  }

  /** The process that trains a run, if that is not this window's engine. */
  async ownerElsewhere(folder: string): Promise<RunOwner | undefined> {
    const owner = await runOwner(folder);
    if (owner?.host !== hostname()) return owner;
    // If the engine cannot start, it trains nothing.
    const own = await this.engine.pid().catch(() => undefined);
    return owner.pid === own ? undefined : owner;
  }

  /**
   * Follows a run that another process trains. Returns undefined if no process trains it, or this window does. `select`
   * is asked, once the run is known, whether to show it.
   */
  async watch(document: vscode.Uri, folder: string, select: () => boolean): Promise<Run | undefined> {
    if (!(await this.ownerElsewhere(folder))) return undefined;
    const watch = new RunWatch(folder);
    const isTraining = await watch.open();
    const network = await networkOf(await readModel(folder));
    const known = this.byFolder(folder);
    if (!isTraining || known?.isActive) return undefined;
    const run = known ?? new Run(document, folder);
    if (known?.state !== "watching") {
      run.network = network;
      run.follow(watch);
      this.list.addNewest(run);
      watch.start((event) => {
        this.report(run, event);
        if (event.event === "end") this.endsElsewhere.fire(run);
      });
    }
    if (run === this.shown || select()) this.show(run);
    this.changes.fire();
    return run;
  }

  /**
   * Starts a run of a document without errors, or resumes an earlier one, and selects it. Resolves when the first step is
   * compiled; rejects with an EngineError.
   */
  async train(document: vscode.TextDocument, from: StartingPoint = {}): Promise<void> {
    const { uri } = document;
    const options: TrainOptions = {
      text: document.getText(),
      file: uri.fsPath,
      workspace: workspaceOf(uri),
      runs: runsFolderOf(uri),
      device: settings.device,
      probeEvery: settings.gradientsEvery,
      ...from,
    };
    const run = from.resume === undefined ? new Run(uri) : await this.resumable(uri, from.resume);
    void networkOf(options.text).then((network) => (run.network = network));
    const request = new AbortController();
    run.prepare(request);
    run.probedEvery = options.probeEvery;
    run.reportsPanels = false;
    this.list.addNewest(run);
    this.show(run);
    this.changes.fire();
    const { signal } = request;
    const onEvent = (event: RunEvent) => this.receive(run, signal, event);
    try {
      await this.engine.request("train", options, { signal, onEvent });
    } catch (error) {
      // If the engine ends after the start, `onEngineExit` reports it.
      if (run.request !== request) return;
      run.request = undefined;
      // The caller reports the error.
      this.fail(run, error, "");
      throw error;
    }
  }

  async pause(run: Run | undefined): Promise<void> {
    if (run?.state === "running") await this.send("pause", run);
  }

  /** Continues after a pause. */
  async resume(run: Run | undefined): Promise<void> {
    if (run?.state === "paused") await this.send("resume", run);
  }

  /** Saves a checkpoint and ends the run; cancels a run that is still preparing. */
  async stop(run: Run | undefined): Promise<void> {
    if (run?.request) run.request.abort();
    else if (run?.isActive && run.state !== "stopping") await this.send("stop", run);
  }

  /** Requests gradient statistics for the selected run only, as often as the setting says. */
  async probe(): Promise<void> {
    await this.askTrained(async (run, folder) => {
      const every = run === this.shown ? settings.gradientsEvery : 0;
      if (run.probedEvery === every) return;
      run.probedEvery = every;
      await this.engine.request("probe", { run: folder, every });
    });
  }

  /** Whether someone sees the panels of the selected run, which are computed only then. */
  async watchPanels(watched: boolean): Promise<void> {
    this.panelsWatched = watched;
    await this.requestPanels();
  }

  private async requestPanels(): Promise<void> {
    await this.askTrained(async (run, folder) => {
      const watched = run === this.shown && this.panelsWatched;
      if (run.reportsPanels === watched) return;
      run.reportsPanels = watched;
      await this.engine.request("panels", { run: folder, watched });
    });
  }

  /** Asks the engine something about each run that it trains. */
  private async askTrained(ask: (run: Run, folder: string) => Promise<void>): Promise<void> {
    await Promise.all(
      this.all.map(async (run) => {
        if (run.isActive && !run.request && run.engineFolder !== undefined) await ask(run, run.engineFolder);
      }),
    );
  }

  /** After another run was selected, or one has started. */
  private requestDetails(): void {
    void this.probe().catch(() => undefined);
    void this.requestPanels().catch(() => undefined);
  }

  /** Ends the runs that the engine was training, which can be resumed. For runs that have not started, `train` rejects. */
  onEngineExit(error: EngineError): void {
    const lost = this.all.filter((run) => run.isActive && !run.request);
    for (const run of lost) this.fail(run, error);
    if (error.code === "engine-crashed" && lost.length > 0) this.crashes.fire({ error, runs: lost });
  }

  dispose(): void {
    for (const run of this.all) {
      run.request?.abort();
      run.unwatch();
    }
    vscode.Disposable.from(
      this.reports,
      this.selections,
      this.changes,
      this.endsElsewhere,
      this.crashes,
    ).dispose();
  }

  private async send(method: "pause" | "resume" | "stop", { engineFolder }: Run): Promise<void> {
    if (engineFolder !== undefined) await this.engine.request(method, { run: engineFolder });
  }

  /** An event from the engine for a run that it was asked to train. */
  private receive(run: Run, { aborted }: AbortSignal, event: RunEvent): void {
    if (aborted) {
      // It started before the cancellation reached the engine.
      if (event.event === "start")
        void this.engine.request("stop", { run: event.run }).catch(() => undefined);
      return;
    }
    if (event.event === "start") run.request = undefined;
    this.report(run, event);
    if (event.event === "start") this.requestDetails();
  }

  private report(run: Run, event: RunEvent): void {
    const { state } = run;
    run.append(event);
    this.reports.fire({ run, event });
    if (run.state === state) return;
    if (run.hasEnded) this.list.prune();
    this.changes.fire();
  }

  private fail(run: Run, error: unknown, folder = run.engineFolder ?? ""): void {
    if (!run.isActive) return;
    const data: EngineErrorData =
      error instanceof EngineError ? error.data : { code: "unexpected", message: String(error) };
    const intended = { cancelled: "stopped", "engine-ended": "interrupted" } as const;
    const status = data.code in intended ? intended[data.code as keyof typeof intended] : "failed";
    this.report(run, {
      event: "end",
      run: folder,
      status,
      step: run.view.step,
      ...(status === "failed" && { error: data }),
    });
  }

  private show(run: Run): void {
    this.list.selectLoaded(run);
    this.fireSelection();
  }

  private fireSelection(): void {
    this.selections.fire();
    this.requestDetails();
  }

  /** A run to resume, with its history loaded. */
  private async resumable(document: vscode.Uri, folder: string): Promise<Run> {
    const known = this.byFolder(folder);
    await known?.load();
    if (known) return known;
    const stored = await readStoredRun(folder);
    return new Run(document, folder, stored && (await readHistory(stored)));
  }
}

async function networkOf(text: string | undefined): Promise<NetworkFacts | undefined> {
  if (text === undefined) return undefined;
  const { parse, networkFacts } = await loadLanguage();
  const { graph } = parse(text);
  return graph && networkFacts(graph);
}
