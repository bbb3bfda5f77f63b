import type * as vscode from "vscode";
import type { NetworkFacts } from "../../engine/diagnosis/networkFacts";
import type { RunEvent, TrainingProcess } from "../../engine/run/events";
import type { Lifecycle } from "../../engine/run/lifecycle";
import { startOfRun } from "../../engine/runFolder/runPaths";
import type { RunEntry, RunView } from "../../webview/messages/run";
import { modelName } from "../documents/modelFile";
import { RunHistory } from "./RunHistory";
import type { RunWatch } from "./RunWatch";
import { readEvents } from "./StoredRun";

/** `watching`: another process trains the run. */
export type RunState = "watching" | RunView["status"];

let lastId = 0;

/** A run that this window trains, watches or shows. */
export class Run {
  /** Identifies the run in this window, even before it has a folder. */
  readonly id = String(++lastId);
  readonly name: string;
  /** When the run first started. */
  readonly started: Date;
  /** The model as it was trained; undefined until it is known. */
  network: NetworkFacts | undefined;
  /** Set from the request to train until the run starts; aborting it cancels the run. */
  request: AbortController | undefined;
  /** Steps between two gradient statistics, as last requested from the engine. */
  probedEvery = 0;
  /** Whether the engine was last asked to report panels. */
  reportsPanels = false;
  private content: RunHistory | Unloaded;
  private watch: RunWatch | undefined;

  constructor(
    readonly document: vscode.Uri,
    /** The absolute path of an earlier run's folder, as this window knows it. */
    private readonly storedIn?: string,
    history = new RunHistory(),
  ) {
    this.name = modelName(document);
    this.started = (storedIn === undefined ? undefined : startOfRun(storedIn)) ?? new Date();
    this.content = history;
  }

  /** Everything the run has reported; undefined while unloaded. */
  get history(): RunHistory | undefined {
    return this.content instanceof RunHistory ? this.content : undefined;
  }

  get lifecycle(): Lifecycle {
    return this.content.lifecycle;
  }

  get view(): RunView {
    return { ...(this.content instanceof RunHistory ? this.content.view() : this.content.view), id: this.id };
  }

  /** The run's entry in a list of runs. */
  get entry(): RunEntry {
    const { id, name, owner, started } = this;
    return {
      id,
      name,
      status: this.content.lifecycle.status ?? "preparing",
      elsewhere: owner !== undefined,
      started: started.getTime(),
    };
  }

  get state(): RunState {
    return this.owner ? "watching" : (this.lifecycle.status ?? "preparing");
  }

  /** Whether this window's engine trains the run: it is preparing, running, paused or stopping. */
  get isActive(): boolean {
    return !this.hasEnded && this.owner === undefined;
  }

  get hasEnded(): boolean {
    return this.lifecycle.end !== undefined;
  }

  /** The process that trains the run, if that is not this window's engine. */
  get owner(): TrainingProcess | undefined {
    return this.lifecycle.owner;
  }

  /** The absolute path of the run folder, as this window knows it; undefined until there is one. */
  get folder(): string | undefined {
    return this.storedIn ?? this.engineFolder;
  }

  /** The same path as reported by the engine, which may have resolved links. */
  get engineFolder(): string | undefined {
    return this.lifecycle.start?.run;
  }

  append(event: RunEvent): void {
    this.history?.append(event);
  }

  /** Call when the engine is asked to train or resume the run. Its history must be loaded. */
  prepare(request: AbortController): void {
    this.unwatch();
    this.request = request;
    this.history?.prepare();
  }

  /** Takes the run's history from another process's run folder from now on. */
  follow(watch: RunWatch): void {
    this.unwatch();
    this.watch = watch;
    this.content = watch.history;
  }

  unwatch(): void {
    this.watch?.dispose();
    this.watch = undefined;
  }

  /** Frees the history of a run that has ended and can be loaded again from its folder. */
  unload(): void {
    if (!(this.content instanceof RunHistory) || !this.hasEnded || this.folder === undefined) return;
    this.unwatch();
    this.content = { view: this.content.view(), lifecycle: this.content.lifecycle };
  }

  /** Loads the history again if it was unloaded. */
  async load(): Promise<void> {
    const { folder, content } = this;
    if (content instanceof RunHistory || folder === undefined || !content.lifecycle.end) return;
    const history = await readEvents(folder, content.lifecycle.end);
    if (this.content === content) this.content = history;
  }
}

/** What remains in memory of a run whose history was unloaded. */
interface Unloaded {
  readonly view: Omit<RunView, "id">;
  readonly lifecycle: Lifecycle;
}
