import { readdir, stat } from "node:fs/promises";
import * as path from "node:path";
import * as vscode from "vscode";
import { runsFolderOf } from "../runs/runsFolderOf";
import { lastRunOf } from "../runs/StoredRun";
import type { Services } from "../Services";

/** Milliseconds between two looks at the runs' folders of the open models. */
const interval = 2000;

/**
 * Watches a run of an open model that another process begins. The folders are asked when they changed: a file watcher of VS
 * Code is not told of what happens on a network drive, and not where its native part is missing.
 */
export function noticeRuns(services: Services): vscode.Disposable {
  const notice = new Notice(services);
  const timer = setInterval(() => void notice.look(), interval);
  return new vscode.Disposable(() => clearInterval(timer));
}

class Notice {
  private looking = false;
  /** What was found at the last look, by document: its last run's folder, and when that and the others changed. */
  private readonly seen = new Map<string, { readonly run: string | undefined; readonly changes: string }>();

  constructor(private readonly services: Services) {}

  async look(): Promise<void> {
    if (this.looking || !this.services.isTrusted()) return;
    this.looking = true;
    for (const { document } of this.services.canvases.all)
      if (document.uri.scheme === "file") await this.lookAt(document.uri);
    this.looking = false;
  }

  private async lookAt(document: vscode.Uri): Promise<void> {
    const key = document.toString();
    const before = this.seen.get(key);
    try {
      const runs = runsFolderOf(document);
      const changes = await changesIn(runs, before?.run);
      if (before?.changes === changes) return;
      const stored = await lastRunOf(document.fsPath, runs);
      this.seen.set(key, { run: stored?.run, changes });
      if (stored)
        await this.services.runs.watch(document, stored.run, () => maySelect(this.services, document));
    } catch {
      // The setting of the runs' folder leaves the workspace, which is told when somebody trains.
    }
  }
}

/** Whether a run of this document that nobody asked for may be shown: nobody's charts go away behind their back. */
export function maySelect({ canvases, runs }: Services, document: vscode.Uri): boolean {
  if (runs.shown && !runs.shown.hasEnded) return false;
  const about = [runs.shown?.document ?? document, canvases.current?.document.uri];
  return about.some((uri) => uri?.toString() === document.toString());
}

/** When a runs folder, its newest run and this one changed: a run begins with a new folder, and goes on with an owner in it. */
async function changesIn(runs: string, run: string | undefined): Promise<string> {
  const names = await readdir(runs).catch(() => []);
  const newest = names.reduce((last, name) => (name > last ? name : last), "");
  const folders = [runs, path.join(runs, newest), ...(run === undefined ? [] : [run])];
  const times = await Promise.all(
    folders.map((folder) =>
      stat(folder).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return times.join(" ");
}
