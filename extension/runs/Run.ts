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
  /** Its name in this window, also before it has a folder. */
  readonly id = String(++lastId);
  readonly name: string;
  /** When it was begun first. */
  readonly started: Date;
  /** The model as it was trained; undefined until it is known. */
  network: NetworkFacts | undefined;
  /** Set while the engine was asked to train it and has not begun; aborting it gives the run up. */
  request: AbortController | undefined;
  /** Steps between two gradient statistics, as the engine was asked last. */
  probedEvery = 0;
  private content: RunHistory | Remains;
  private watch: RunWatch | undefined;

  constructor(
    readonly document: vscode.Uri,
    /** Of a run that was begun before: the absolute path of its folder, as this window knows it. */
    private readonly storedIn?: string,
    history = new RunHistory(),
  ) {
    this.name = modelName(document);
    this.started = (storedIn === undefined ? undefined : startOfRun(storedIn)) ?? new Date();
    this.content = history;
  }

  /** All that it reported; undefined once it was let go. */
  get history(): RunHistory | undefined {
    return this.content instanceof RunHistory ? this.content : undefined;
  }

  get lifecycle(): Lifecycle {
    return this.content.lifecycle;
  }

  get view(): RunView {
    return { ...(this.content instanceof RunHistory ? this.content.view() : this.content.view), id: this.id };
  }

  /** Its line in a list of runs. */
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

  /** This window's engine trains it: it prepares, trains, pauses or saves its last checkpoint. */
  get isActive(): boolean {
    return !this.hasEnded && this.owner === undefined;
  }

  get hasEnded(): boolean {
    return this.lifecycle.end !== undefined;
  }

  /** The process that trains it, if that is not this window's engine. */
  get owner(): TrainingProcess | undefined {
    return this.lifecycle.owner;
  }

  /** The absolute path of its folder, as this window knows it; undefined until it has one. */
  get folder(): string | undefined {
    return this.storedIn ?? this.engineFolder;
  }

  /** The same path in the engine's words, which may have followed links. */
  get engineFolder(): string | undefined {
    return this.lifecycle.start?.run;
  }

  append(event: RunEvent): void {
    this.history?.append(event);
  }

  /** The engine is asked to train it, perhaps again. Its history has to be there. */
  prepare(request: AbortController): void {
    this.unwatch();
    this.request = request;
    this.history?.prepare();
  }

  /** Shows it as another process trains it. */
  follow(watch: RunWatch): void {
    this.unwatch();
    this.watch = watch;
    this.content = watch.history;
  }

  unwatch(): void {
    this.watch?.dispose();
    this.watch = undefined;
  }

  /** Frees the memory of a run that has ended and can be read again. */
  letGo(): void {
    if (!(this.content instanceof RunHistory) || !this.hasEnded || this.folder === undefined) return;
    this.unwatch();
    this.content = { view: this.content.view(), lifecycle: this.content.lifecycle };
  }

  /** Reads again what was let go. */
  async load(): Promise<void> {
    const { folder, content } = this;
    if (content instanceof RunHistory || folder === undefined || !content.lifecycle.end) return;
    const history = await readEvents(folder, content.lifecycle.end);
    if (this.content === content) this.content = history;
  }
}

/** What is kept of a history that was let go. */
interface Remains {
  readonly view: Omit<RunView, "id">;
  readonly lifecycle: Lifecycle;
}
