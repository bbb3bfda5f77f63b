import { hostname } from "node:os";
import type { EndEvent, RunEvent } from "../../engine/run/events";
import { runOwner } from "../../engine/runFolder/runOwner";
import { RunHistory } from "./RunHistory";
import { RunReader } from "../../engine/runFolder/RunReader";
import { endOf, readStoredRun } from "./StoredRun";

/** Milliseconds between two reads of the run folder. */
const interval = 500;

/** Follows a run that another process trains, by polling the run folder until that process has ended. */
export class RunWatch {
  readonly history = new RunHistory();
  private readonly reader: RunReader;
  /** The end event found in the folder. It is reported once the process has ended, because the run can be resumed only then. */
  private end: EndEvent | undefined;
  /** The status and owner last reported, as text. */
  private reported = "";
  private onEvent: ((event: RunEvent) => void) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private disposed = false;

  constructor(readonly run: string) {
    this.reader = new RunReader(run);
  }

  /** Reads the folder; false if no process trains the run. */
  async open(): Promise<boolean> {
    await this.poll();
    return this.history.end === undefined;
  }

  /** Reports every further event, after adding it to the history. The last one is the end. */
  start(onEvent: (event: RunEvent) => void): void {
    this.onEvent = onEvent;
    this.wait();
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private wait(): void {
    if (this.disposed || this.history.end) return;
    this.timer = setTimeout(() => void this.poll().then(() => this.wait()), interval);
  }

  private async poll(): Promise<void> {
    // Before reading, so that everything a process wrote before it ended is read.
    const owner = await runOwner(this.run);
    await this.reader.readNew((event) => this.receive(event));
    const stored = await readStoredRun(this.run);
    if (this.disposed) return;
    if (owner) {
      const { pid, host } = owner;
      const status = stored?.status === "paused" ? "paused" : "running";
      const current = `${status} ${pid} ${host}`;
      const trainer = host === hostname() ? { pid } : { pid, host };
      if (current !== this.reported) this.report({ event: "status", run: this.run, status, owner: trainer });
      this.reported = current;
      return;
    }
    const end = this.end ?? (stored && endOf(stored));
    this.report(end ?? { event: "end", run: this.run, status: "interrupted", step: this.history.step });
  }

  private receive(event: RunEvent): void {
    if (event.event === "end") {
      this.end = event;
      return;
    }
    if (event.event === "start") {
      // Resumed, perhaps by another process, so the owner is reported again.
      this.end = undefined;
      this.reported = "";
    }
    this.report(event);
  }

  private report(event: RunEvent): void {
    if (this.disposed) return;
    this.history.append(event);
    this.onEvent?.(event);
  }
}
