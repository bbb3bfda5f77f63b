import type * as vscode from "vscode";
import type { Run } from "./Run";

/** Runs that have ended and stay in the list beside the selected one, and how many of them stay in memory. */
const mostEnded = 30;
const mostInMemory = 3;

/** The runs that a window knows, and the selected one among them. */
export class RunList {
  /** The one that was begun, or resumed, last is the last. */
  private readonly byId = new Map<string, Run>();
  private current: Run | undefined;
  /** Which run is to be selected once its history is read. */
  private wanted: Run | undefined;
  /** When each run was selected last, counted in selections. */
  private readonly selections = new Map<Run, number>();
  private count = 0;

  /** The newest first. */
  get all(): readonly Run[] {
    return [...this.byId.values()].reverse();
  }

  /** The run in the side views, whose history is there. */
  get selected(): Run | undefined {
    return this.current;
  }

  find(id: string): Run | undefined {
    return this.byId.get(id);
  }

  /** The run in a folder. */
  in(folder: string): Run | undefined {
    return this.all.find((run) => run.folder === folder);
  }

  newestOf(document: vscode.Uri): Run | undefined {
    return this.all.find((run) => run.document.toString() === document.toString());
  }

  /** Adds a run that begins, or makes it the newest. */
  addNewest(run: Run): void {
    this.byId.delete(run.id);
    this.byId.set(run.id, run);
  }

  /** Adds a run of earlier. */
  addOldest(run: Run): void {
    const others = [...this.byId.values()];
    this.byId.clear();
    for (const each of [run, ...others]) this.byId.set(each.id, each);
  }

  /** Selects a run, after it was read again where that is needed; false where it has gone or another was selected meanwhile. */
  async select(run: Run): Promise<boolean> {
    this.wanted = run;
    await run.load();
    if (this.wanted !== run || !this.byId.has(run.id)) return false;
    this.selectLoaded(run);
    return true;
  }

  /** Selects a run whose history is there. */
  selectLoaded(run: Run): void {
    this.current = this.wanted = run;
    this.selections.set(run, ++this.count);
    this.tidy();
  }

  /**
   * Lets go of what nobody looks at: the numbers of ended runs but the few that were selected last; and the oldest of very many,
   * and those that never began, unless a canvas shows them as its newest.
   */
  tidy(): void {
    const ended = this.all.filter((run) => run.hasEnded && run !== this.current);
    const [kept, gone]: [Run[], Run[]] = [[], []];
    for (const run of ended) {
      const is = run.folder !== undefined || this.newestOf(run.document) === run;
      (is && kept.length < mostEnded ? kept : gone).push(run);
    }
    for (const run of gone) {
      this.byId.delete(run.id);
      this.selections.delete(run);
    }
    const lookedAt = (run: Run) => this.selections.get(run) ?? 0;
    kept.sort((a, b) => lookedAt(b) - lookedAt(a));
    for (const run of kept.slice(mostInMemory)) run.letGo();
  }
}
