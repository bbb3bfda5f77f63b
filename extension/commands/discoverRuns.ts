import { readdir, stat } from "node:fs/promises";
import * as path from "node:path";
import * as vscode from "vscode";
import { runsFolderOf } from "../runs/runsFolderOf";
import { lastRunOf } from "../runs/StoredRun";
import type { Services } from "../Services";

/** Milliseconds between two checks of the open models' runs folders. */
const interval = 2000;

/**
 * Finds runs of open models that other processes start, and follows them. Polls the folders' modification times, because
 * VS Code's file watchers miss changes on network drives, and all changes if their native module is missing.
 */
export function discoverRuns(services: Services): vscode.Disposable {
  const discovery = new Discovery(services);
  const timer = setInterval(() => void discovery.poll(), interval);
  return new vscode.Disposable(() => clearInterval(timer));
}

class Discovery {
  private polling = false;
  /** The last result by document: the folder of its last run, and when the watched folders changed. */
  private readonly seen = new Map<string, { readonly run: string | undefined; readonly changes: string }>();

  constructor(private readonly services: Services) {}

  async poll(): Promise<void> {
    if (this.polling || !this.services.isTrusted()) return;
    this.polling = true;
    for (const { document } of this.services.canvases.all)
      if (document.uri.scheme === "file") await this.check(document.uri);
    this.polling = false;
  }

  private async check(document: vscode.Uri): Promise<void> {
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
      // The runs folder is outside the workspace, which is reported when a model is trained.
    }
  }
}

/** Whether a run of this document may be selected without being asked for, replacing the run whose charts are shown. */
export function maySelect({ canvases, runs }: Services, document: vscode.Uri): boolean {
  if (runs.shown && !runs.shown.hasEnded) return false;
  const about = [runs.shown?.document ?? document, canvases.current?.document.uri];
  return about.some((uri) => uri?.toString() === document.toString());
}

/** Modification times of a runs folder, its newest run and `run`: a new run adds a folder, a resumed one an owner file. */
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
