import type * as vscode from "vscode";
import type { Run } from "./Run";

/** The most ended runs in the list besides the selected one, and how many of them stay loaded. */
const maxEnded = 30;
const maxLoaded = 3;

/** The runs known to a window, one of which may be selected. */
export class RunList {
  /** In the order in which they were last started or resumed. */
  private readonly byId = new Map<string, Run>();
  private current: Run | undefined;
  /** The run to select once its history is loaded. */
  private wanted: Run | undefined;
  /** When each run was last selected, as the number of that selection. */
  private readonly selections = new Map<Run, number>();
  private count = 0;

  /** Newest first. */
  get all(): readonly Run[] {
    return [...this.byId.values()].reverse();
  }

  /** The run in the side views; its history is loaded. */
  get selected(): Run | undefined {
    return this.current;
  }

  find(id: string): Run | undefined {
    return this.byId.get(id);
  }

  /** The run stored in a folder. */
  byFolder(folder: string): Run | undefined {
    return this.all.find((run) => run.folder === folder);
  }

  newestOf(document: vscode.Uri): Run | undefined {
    return this.all.find((run) => run.document.toString() === document.toString());
  }

  /** Adds a run as the newest, or makes it the newest. */
  addNewest(run: Run): void {
    this.byId.delete(run.id);
    this.byId.set(run.id, run);
  }

  /** Adds a run from earlier, as the oldest. */
  addOldest(run: Run): void {
    const others = [...this.byId.values()];
    this.byId.clear();
    for (const each of [run, ...others]) this.byId.set(each.id, each);
  }

  /** Selects a run, after loading it if needed; false if it was removed or another was selected meanwhile. */
  async select(run: Run): Promise<boolean> {
    this.wanted = run;
    await run.load();
    if (this.wanted !== run || !this.byId.has(run.id)) return false;
    this.selectLoaded(run);
    return true;
  }

  /** Selects a run whose history is loaded. */
  selectLoaded(run: Run): void {
    this.current = this.wanted = run;
    this.selections.set(run, ++this.count);
    this.prune();
  }

  /**
   * Frees memory: unloads ended runs except those selected most recently, and removes the oldest of very many, and runs
   * that never started unless a canvas shows them as the newest of its model.
   */
  prune(): void {
    const ended = this.all.filter((run) => run.hasEnded && run !== this.current);
    const [retained, removed]: [Run[], Run[]] = [[], []];
    for (const run of ended) {
      const isNeeded = run.folder !== undefined || this.newestOf(run.document) === run;
      (isNeeded && retained.length < maxEnded ? retained : removed).push(run);
    }
    for (const run of removed) {
      this.byId.delete(run.id);
      this.selections.delete(run);
    }
    const lastSelected = (run: Run) => this.selections.get(run) ?? 0;
    retained.sort((a, b) => lastSelected(b) - lastSelected(a));
    for (const run of retained.slice(maxLoaded)) run.unload();
  }
}
