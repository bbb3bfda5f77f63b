import { hostname } from "node:os";
import * as vscode from "vscode";
import type { NetworkFacts } from "../../engine/diagnosis/networkFacts";
import type { EngineErrorData, RunEvent } from "../../engine/run/events";
import type { TrainOptions } from "../../engine/run/options";
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
import { readHistory, readModel, readStoredRun, type StoredRun } from "./StoredRun";

/** What a run goes on with; nothing for one from scratch. */
export type StartingPoint = Pick<TrainOptions, "resume" | "dataChanged" | "weights">;

/** Something that a run reported, after it is in the run's history. */
export interface Reported {
  readonly run: Run;
  readonly event: RunEvent;
}

/** The engine process has died, and these runs with it. */
export interface Crash {
  readonly error: EngineError;
  readonly runs: readonly Run[];
}

/**
 * The runs of this window: any number train at once, here or in other processes; one of them is selected and shown in the
 * side views, and a canvas shows the newest of its model.
 */
export class Runs implements vscode.Disposable {
  private readonly list = new RunList();
  private readonly reports = new vscode.EventEmitter<Reported>();
  private readonly selections = new vscode.EventEmitter<void>();
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly endsElsewhere = new vscode.EventEmitter<Run>();
  private readonly crashes = new vscode.EventEmitter<Crash>();
  readonly onEvent = this.reports.event;
  /** Another run is selected, or what is known of the selected one was replaced. */
  readonly onDidSelect = this.selections.event;
  /** A run came, went, or is in another state. */
  readonly onDidChange = this.changes.event;
  /** The process that trained a run elsewhere has gone. */
  readonly onDidEndElsewhere = this.endsElsewhere.event;
  readonly onDidCrash = this.crashes.event;

  constructor(private readonly engine: Engine) {}

  /** The newest first. */
  get all(): readonly Run[] {
    return this.list.all;
  }

  /** The selected run, whose history is there. */
  get shown(): Run | undefined {
    return this.list.selected;
  }

  /** The selected run's. */
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

  /** The run in a folder. */
  in(folder: string): Run | undefined {
    return this.list.in(folder);
  }

  newestOf(document: vscode.Uri): Run | undefined {
    return this.list.newestOf(document);
  }

  /** What the canvases of a document show: its newest run. */
  viewOf(document: vscode.Uri): RunView | undefined {
    return this.newestOf(document)?.view;
  }

  /** Shows a run in the side views. */
  async select(run: Run): Promise<void> {
    if (await this.list.select(run)) this.tellSelection();
  }

  /** Adds a run that ended earlier, with what its folder holds, unless it is known; shows it if no other is shown. */
  async add(document: vscode.Uri, stored: StoredRun): Promise<void> {
    if (this.in(stored.run)) return;
    const history = await readHistory(stored);
    const network = await networkOf(await readModel(stored.run));
    if (this.in(stored.run)) return;
    const run = new Run(document, stored.run, history);
    run.network = network;
    this.list.addOldest(run);
    if (this.shown) this.list.tidy();
    else this.show(run);
    this.changes.fire();
  }

  /** The process that trains a run, where it is not this window's engine. */
  async ownerElsewhere(folder: string): Promise<RunOwner | undefined> {
    const owner = await runOwner(folder);
    if (owner?.host !== hostname()) return owner;
    // An engine that cannot be started trains nothing.
    const own = await this.engine.pid().catch(() => undefined);
    return owner.pid === own ? undefined : owner;
  }

  /**
   * Follows a run that another process trains; the run, or undefined where nobody does or this window trains it. `select`
   * says, once it is known, whether the run is shown.
   */
  async watch(document: vscode.Uri, folder: string, select: () => boolean): Promise<Run | undefined> {
    if (!(await this.ownerElsewhere(folder))) return undefined;
    const watch = new RunWatch(folder);
    const trains = await watch.open();
    const network = await networkOf(await readModel(folder));
    const known = this.in(folder);
    if (!trains || known?.isActive) return undefined;
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
   * Starts a run of a document that was checked, or continues an earlier one, and selects it. Resolves when the first step is
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
    const run = from.resume === undefined ? new Run(uri) : await this.continued(uri, from.resume);
    void networkOf(options.text).then((network) => (run.network = network));
    const request = new AbortController();
    run.prepare(request);
    run.probedEvery = options.probeEvery;
    this.list.addNewest(run);
    this.show(run);
    this.changes.fire();
    const { signal } = request;
    const onEvent = (event: RunEvent) => this.receive(run, signal, event);
    try {
      await this.engine.request("train", options, { signal, onEvent });
    } catch (error) {
      // An engine that dies after the start is reported as that.
      if (run.request !== request) return;
      run.request = undefined;
      // Whoever asked for the run reports that it was refused.
      this.fail(run, error, "");
      throw error;
    }
  }

  async pause(run: Run | undefined): Promise<void> {
    if (run?.state === "running") await this.tell("pause", run);
  }

  /** Goes on after a pause. */
  async resume(run: Run | undefined): Promise<void> {
    if (run?.state === "paused") await this.tell("resume", run);
  }

  /** Saves a checkpoint and ends the run; gives up a run that is still being prepared. */
  async stop(run: Run | undefined): Promise<void> {
    if (run?.request) run.request.abort();
    else if (run?.isActive && run.state !== "stopping") await this.tell("stop", run);
  }

  /** Has gradient statistics taken of the selected run alone, as often as the setting says. */
  async probe(): Promise<void> {
    const runs = this.all.filter((run) => run.isActive && !run.request && run.engineFolder !== undefined);
    await Promise.all(
      runs.map(async (run) => {
        const every = run === this.shown ? settings.gradientsEvery : 0;
        if (run.probedEvery === every) return;
        run.probedEvery = every;
        await this.engine.request("probe", { run: run.engineFolder ?? "", every });
      }),
    );
  }

  /** The engine has gone: its runs can be resumed from their last checkpoints. Those that it had not begun are refused. */
  engineGone(error: EngineError): void {
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

  private async tell(method: "pause" | "resume" | "stop", { engineFolder }: Run): Promise<void> {
    if (engineFolder !== undefined) await this.engine.request(method, { run: engineFolder });
  }

  /** From the engine, of a run that it was asked to train. */
  private receive(run: Run, { aborted }: AbortSignal, event: RunEvent): void {
    if (aborted) {
      // It was given up too late.
      if (event.event === "start")
        void this.engine.request("stop", { run: event.run }).catch(() => undefined);
      return;
    }
    if (event.event === "start") run.request = undefined;
    this.report(run, event);
    if (event.event === "start") void this.probe().catch(() => undefined);
  }

  private report(run: Run, event: RunEvent): void {
    const { state } = run;
    run.append(event);
    this.reports.fire({ run, event });
    if (run.state === state) return;
    if (run.hasEnded) this.list.tidy();
    this.changes.fire();
  }

  private fail(run: Run, error: unknown, folder = run.engineFolder ?? ""): void {
    if (!run.isActive) return;
    const data: EngineErrorData =
      error instanceof EngineError ? error.data : { code: "unexpected", message: String(error) };
    const asked = { cancelled: "stopped", "engine-ended": "interrupted" } as const;
    const status = data.code in asked ? asked[data.code as keyof typeof asked] : "failed";
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
    this.tellSelection();
  }

  private tellSelection(): void {
    this.selections.fire();
    void this.probe().catch(() => undefined);
  }

  /** A run that is to be continued, with what is known of it. */
  private async continued(document: vscode.Uri, folder: string): Promise<Run> {
    const known = this.in(folder);
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
