import * as path from "node:path";
import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { Problem } from "../../engine/graph/problem";
import type { TypedGraph } from "../../engine/graph/typedGraph";
import { loadLanguage } from "../loadLanguage";
import { settings } from "../settings";
import type { DataInspector, DataReport } from "./DataInspector";
import { isModel } from "./modelFile";
import { Positions } from "./textRange";

/** Milliseconds without changes before a document is checked. */
const quiet = 150;
/** Limits for workspace files that are checked without being open: their number, and their size in bytes. */
const unopenedFiles = 300;
const unopenedSize = 1_000_000;
/** Limits per document: the problems shown, and the problems at one position for which fixes are tried. */
const shownProblems = 500;
const fixedProblems = 20;

const showCommand = "netloom.showProblem";

const noData: DataReport = { facts: {}, problems: [] };

/** A fix for a problem, as text edits of the version it was requested for. */
export interface FixOfProblem {
  readonly title: string;
  readonly edits: readonly vscode.TextEdit[];
  readonly code: string;
  readonly place: vscode.Range;
}

/** A document with its graph, unless that cannot be read, and its problems. */
export interface Checked {
  readonly document: vscode.TextDocument;
  readonly typed: TypedGraph | undefined;
  readonly problems: readonly Problem[];
}

/** Keeps the Problems panel up to date for every model in the workspace and every open one. */
export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection("netloom");
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** What the engine found in a version of a document when it was about to be trained. */
  private readonly fromEngine = new Map<
    string,
    { readonly version: number; readonly problems: readonly Problem[] }
  >();
  private readonly checked = new vscode.EventEmitter<Checked>();
  /** Fires when an open document was checked after a change. */
  readonly onDidCheck = this.checked.event;
  /** What the Problems panel shows of each document, of which commands name a problem by two indices. */
  private readonly shown: { readonly uri: vscode.Uri; problems: readonly Problem[] }[] = [];
  private readonly subscriptions: readonly { dispose(): unknown }[];

  constructor(
    private readonly inspector: DataInspector,
    private readonly isTrusted: () => boolean = () => vscode.workspace.isTrusted,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.nn.json");
    const look = (uri: vscode.Uri) => void this.checkUnopened(uri);
    this.subscriptions = [
      this.collection,
      this.checked,
      watcher,
      watcher.onDidCreate(look),
      watcher.onDidChange(look),
      watcher.onDidDelete((uri) => this.collection.delete(uri)),
      vscode.workspace.onDidOpenTextDocument((document) => this.schedule(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.schedule(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
      inspector.onDidChange(() => this.scheduleOpen()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.checkAll()),
    ];
  }

  /** Checks the open documents and then, if the workspace is trusted, the other models in it. */
  async checkAll(): Promise<void> {
    this.scheduleOpen();
    if (!this.isTrusted()) return;
    const runs = settings.runsFolder.replace(/[{}[\]*?,]/g, "?");
    const files = await vscode.workspace.findFiles(
      "**/*.nn.json",
      `{**/node_modules/**,**/.netloom/**,**/${runs}/**}`,
      unopenedFiles,
    );
    for (const file of files) await this.checkUnopened(file);
  }

  /** The current problems of a document, including those of its data files. */
  async check(document: vscode.TextDocument): Promise<readonly Problem[]> {
    return (await this.look(document)).problems;
  }

  /** The fixes for the problems that touch a range. */
  async fixesAt(document: vscode.TextDocument, range: vscode.Range): Promise<readonly FixOfProblem[]> {
    const language = await loadLanguage();
    const text = document.getText();
    const { problems, typed, facts } = await this.look(document);
    if (!typed) return [];
    const positions = new Positions(text);
    const touched = problems
      .map((problem) => ({ problem, place: positions.range(problem.range) }))
      .filter(({ place }) => place.intersection(range));
    return touched.slice(0, fixedProblems).flatMap(({ problem, place }) => {
      return language.findFixes({ text, typed, facts }, problem).flatMap((fix) => {
        const applied = language.applyEdit(text, fix.edit);
        if ("refused" in applied) return [];
        const edits = applied.edits.map((change) =>
          vscode.TextEdit.replace(positions.range(change), change.text),
        );
        return [{ title: language.showFix(fix), edits, code: problem.code, place }];
      });
    });
  }

  /** Like `check`, including what else keeps it from being trained. */
  async checkForTraining(document: vscode.TextDocument): Promise<readonly Problem[]> {
    const { problems, blocking } = await this.look(document);
    const all = [...problems, ...blocking];
    this.show(document.uri, document.getText(), all);
    return all;
  }

  /** Shows what the engine found until the document changes. */
  showFromEngine(document: vscode.TextDocument, problems: readonly Problem[]): void {
    this.fromEngine.set(document.uri.toString(), { version: document.version, problems });
    this.schedule(document);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  /** The problem that the argument of `showCommand` names, with its document. */
  find(argument: unknown): { readonly uri: vscode.Uri; readonly problem: Problem } | undefined {
    const [document, index] = Array.isArray(argument) ? (argument as unknown[]) : [];
    const { uri, problems } = this.shown[Number(document)] ?? {};
    const problem = problems?.[Number(index)];
    return uri && problem && { uri, problem };
  }

  /** The command that shows a problem of the Problems panel on the canvas. */
  commandFor(uri: vscode.Uri, { code, range }: vscode.Diagnostic): vscode.Command | undefined {
    const own = this.collection.get(uri) ?? [];
    const index = own.findIndex((one) => codeOf(one) === code && one.range.isEqual(range));
    if (index < 0) return undefined;
    return { command: showCommand, title: t("Show on the Canvas"), arguments: [[this.placeOf(uri), index]] };
  }

  private placeOf(uri: vscode.Uri): number {
    const known = this.shown.findIndex((document) => document.uri.toString() === uri.toString());
    return known < 0 ? this.shown.length : known;
  }

  /** What can be said about a document. */
  async look(document: vscode.TextDocument) {
    const language = await loadLanguage();
    const { version } = document;
    const { graph, problems } = language.parse(document.getText());
    const data = graph ? await this.inspector.report(document, graph, language) : noData;
    const typed = graph ? language.infer(graph, data.facts) : undefined;
    const engine = this.fromEngine.get(document.uri.toString());
    return {
      typed,
      facts: data.facts,
      problems: language.listed(
        distinct([
          ...problems,
          ...(typed?.problems ?? []),
          ...(typed ? language.lintGraph(typed) : []),
          ...(typed ? language.misalignedRows(typed, data.facts) : []),
          ...data.problems,
          ...(engine?.version === version ? engine.problems : []),
        ]),
      ),
      blocking: typed ? language.trainable(typed) : [],
    };
  }

  private scheduleOpen(): void {
    for (const document of vscode.workspace.textDocuments) this.schedule(document);
  }

  private schedule(document: vscode.TextDocument): void {
    if (!isModel(document.uri) || isOldVersion(document.uri)) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        void this.refresh(document);
      }, quiet),
    );
  }

  private async refresh(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const found = await this.look(document);
    // A later version will be checked separately.
    if (document.isClosed || document.version !== version) return;
    this.show(document.uri, document.getText(), found.problems);
    this.checked.fire({ document, ...found });
  }

  private closed(document: vscode.TextDocument): void {
    if (!isModel(document.uri)) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.fromEngine.delete(key);
    this.collection.delete(document.uri);
    if (document.uri.scheme === "file") void this.checkUnopened(document.uri);
  }

  /** Checks a file that is not open in an editor; only in a trusted workspace, since nobody asked for it. */
  private async checkUnopened(uri: vscode.Uri): Promise<void> {
    const isOpen = () =>
      vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri.toString());
    if (!this.isTrusted() || isOpen() || !vscode.workspace.getWorkspaceFolder(uri) || isInRun(uri)) return;
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > unopenedSize) {
        this.collection.delete(uri);
        return;
      }
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const { parse, infer, lintGraph, listed } = await loadLanguage();
      const { graph, problems } = parse(text);
      const typed = graph && infer(graph);
      const found = distinct([...problems, ...(typed ? [...typed.problems, ...lintGraph(typed)] : [])]);
      if (!isOpen()) this.show(uri, text, listed(found));
    } catch {
      // The file is gone or cannot be read.
      this.collection.delete(uri);
    }
  }

  private show(uri: vscode.Uri, text: string, problems: readonly Problem[]): void {
    const positions = new Positions(text);
    const document = this.placeOf(uri);
    this.shown[document] = { uri, problems };
    const shown = problems.slice(0, shownProblems).map((problem, index) => {
      const severity =
        problem.severity === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
      const diagnostic = new vscode.Diagnostic(positions.range(problem.range), problem.message, severity);
      diagnostic.source = "Netloom";
      // In the Problems panel the code is a link: a click on the row opens a canvas, but does not tell it the problem.
      const target = vscode.Uri.from({
        scheme: "command",
        path: showCommand,
        query: `[[${document},${index}]]`,
      });
      diagnostic.code = { value: problem.code, target };
      return diagnostic;
    });
    const more = problems.length - shown.length;
    if (more > 0) {
      const start = positions.range({ offset: 0, length: 0 });
      const rest = new vscode.Diagnostic(
        start,
        t("And {0} more problems.", more),
        vscode.DiagnosticSeverity.Error,
      );
      rest.source = "Netloom";
      shown.push(rest);
    }
    this.collection.set(uri, shown);
  }
}

function codeOf({ code }: vscode.Diagnostic) {
  return typeof code === "object" ? code.value : code;
}

/** "mlp.nn.json: … and 2 more problems", for a message. */
export function problemsMessage(name: string, errors: readonly Problem[]): string {
  const [first] = errors;
  const message = first?.message ?? "";
  if (errors.length <= 1) return t("{0} cannot be trained yet: {1}", name, message);
  if (errors.length === 2)
    return t("{0} cannot be trained yet: {1} There is one more problem.", name, message);
  return t("{0} cannot be trained yet: {1} There are {2} more problems.", name, message, errors.length - 1);
}

/** The left side of a diff, or a file from a commit, which nobody can fix. */
function isOldVersion({ scheme }: vscode.Uri): boolean {
  return scheme === "git" || scheme.endsWith("-git") || scheme === "gitfs";
}

/** The snapshot of a model in a run folder. */
function isInRun(uri: vscode.Uri): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder) return false;
  const relative = path.relative(path.join(folder.uri.fsPath, settings.runsFolder), uri.fsPath);
  return !relative.startsWith("..") || uri.path.includes("/.netloom/") || uri.path.includes("/node_modules/");
}

/** Removes duplicates: inference and the engine may find the same problem. */
function distinct(problems: readonly Problem[]): Problem[] {
  const seen = new Map(
    problems.map((problem) => [`${problem.code} ${problem.range.offset} ${problem.message}`, problem]),
  );
  return [...seen.values()].sort((a, b) => a.range.offset - b.range.offset);
}
