import { hostname } from "node:os";
import type { EndEvent, RunEvent } from "../../engine/run/events";
import { runOwner } from "../../engine/runFolder/runOwner";
import { RunHistory } from "./RunHistory";
import { RunReader } from "../../engine/runFolder/RunReader";
import { endOf, readStoredRun } from "./StoredRun";

/** Milliseconds between two looks at the run's folder. */
const interval = 500;

/** Follows a run that another process trains, by what that writes into the run's folder, until the process has gone. */
export class RunWatch {
  readonly history = new RunHistory();
  private readonly reader: RunReader;
  /** The end that was written: it is told when the process has gone, since the run can be resumed only then. */
  private end: EndEvent | undefined;
  /** The status that was told last, as text. */
  private told = "";
  private onEvent: ((event: RunEvent) => void) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private disposed = false;

  constructor(readonly run: string) {
    this.reader = new RunReader(run);
  }

  /** Reads what there is; false where no process trains the run. */
  async open(): Promise<boolean> {
    await this.look();
    return this.history.end === undefined;
  }

  /** Tells every further event, after it is in the history; the last one is the end. */
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
    this.timer = setTimeout(() => void this.look().then(() => this.wait()), interval);
  }

  private async look(): Promise<void> {
    // Asked first: what a process wrote before it went is there then.
    const owner = await runOwner(this.run);
    await this.reader.readNew((event) => this.take(event));
    const stored = await readStoredRun(this.run);
    if (this.disposed) return;
    if (owner) {
      const { pid, host } = owner;
      const status = stored?.status === "paused" ? "paused" : "running";
      const told = `${status} ${pid} ${host}`;
      const where = host === hostname() ? { pid } : { pid, host };
      if (told !== this.told) this.tell({ event: "status", run: this.run, status, owner: where });
      this.told = told;
      return;
    }
    const end = this.end ?? (stored && endOf(stored));
    this.tell(end ?? { event: "end", run: this.run, status: "interrupted", step: this.history.step });
  }

  private take(event: RunEvent): void {
    if (event.event === "end") {
      this.end = event;
      return;
    }
    if (event.event === "start") {
      // Resumed, perhaps by another process, whose name is told again.
      this.end = undefined;
      this.told = "";
    }
    this.tell(event);
  }

  private tell(event: RunEvent): void {
    if (this.disposed) return;
    this.history.append(event);
    this.onEvent?.(event);
  }
}
