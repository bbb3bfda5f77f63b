import * as path from "node:path";
import * as vscode from "vscode";
import type { Graph, GraphNode } from "../../engine/graph/graph";
import type { Problem } from "../../engine/graph/problem";
import type { DataFacts, DatasetFacts } from "../../engine/data/catalog/facts";
import { sourceName } from "../../engine/data/catalog/sourceName";
import type { Requests } from "../../engine/server/protocol";
import { loadLanguage, type Language } from "../loadLanguage";

export type Inspect = (
  params: Requests["inspectData"]["params"],
) => Promise<Requests["inspectData"]["result"]>;

/** What the engine found in a document's data files. */
export interface DataReport {
  readonly facts: DataFacts;
  readonly problems: readonly Problem[];
}

/** The result for one Dataset node and one state of its files. */
interface Inspection {
  readonly facts: DatasetFacts | undefined;
  readonly problems: readonly Problem[];
}

/** The most inspections cached. */
const maxInspections = 500;

/**
 * Asks the engine about data files, once for each set of parameters and state of the files, and again when a file
 * changes. Inference itself reads no files.
 */
export class DataInspector implements vscode.Disposable {
  private readonly inspections = new Map<string, Inspection>();
  private readonly asking = new Set<string>();
  private readonly watchers = new Map<string, vscode.FileSystemWatcher>();
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when there is a new result or a data file changed: call `report` again. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly inspect: Inspect) {}

  /**
   * What is known about a document's data now. Anything else is requested from the engine; `onDidChange` fires when it
   * has answered.
   */
  async report(document: vscode.TextDocument, graph: Graph, { sources }: Language): Promise<DataReport> {
    const facts: Record<string, DatasetFacts> = {};
    const problems: Problem[] = [];
    const missing: { readonly node: GraphNode; readonly key: string }[] = [];
    if (document.uri.scheme !== "file" || !vscode.workspace.isTrusted) return { facts, problems };
    for (const node of graph.nodes.values()) {
      const source = node.type === "Dataset" ? sources.get(sourceName(node.params)) : undefined;
      if (!source?.readsFiles) continue;
      const files = Object.entries(source.params)
        .filter(([, { kind }]) => kind === "file")
        .flatMap(([name]) => node.params[name] ?? [])
        .filter((name) => typeof name === "string");
      const key = await this.key(document.uri, node, files);
      const inspection = this.inspections.get(key);
      if (!inspection) missing.push({ node, key });
      if (inspection?.facts) facts[node.id] = inspection.facts;
      problems.push(...(inspection?.problems ?? []).map((problem) => anchored(problem, node)));
    }
    if (missing.some(({ key }) => !this.asking.has(key))) void this.ask(document, missing);
    return { facts, problems };
  }

  /** The same of a document as it is written now. */
  async reportOn(document: vscode.TextDocument): Promise<DataReport> {
    const language = await loadLanguage();
    const { graph } = language.parse(document.getText());
    return graph ? this.report(document, graph, language) : { facts: {}, problems: [] };
  }

  /** Clears the cache, so that everything is requested again. */
  forget(): void {
    this.inspections.clear();
    this.changed.fire();
  }

  dispose(): void {
    for (const watcher of this.watchers.values()) watcher.dispose();
    this.changed.dispose();
  }

  private async ask(
    document: vscode.TextDocument,
    nodes: readonly { readonly node: GraphNode; readonly key: string }[],
  ): Promise<void> {
    for (const { key } of nodes) this.asking.add(key);
    try {
      const { facts, problems } = await this.inspect({
        text: document.getText(),
        file: document.uri.fsPath,
        workspace: workspaceOf(document.uri),
      });
      for (const { node, key } of nodes)
        this.store(key, {
          facts: facts[node.id],
          problems: problems.filter((problem) => problem.node === node.id),
        });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      for (const { node, key } of nodes)
        this.store(key, {
          facts: undefined,
          problems: [
            {
              code: "data-not-inspected",
              severity: "warning",
              message,
              range: node.places.node,
              node: node.id,
            },
          ],
        });
    } finally {
      for (const { key } of nodes) this.asking.delete(key);
      this.changed.fire();
    }
  }

  private store(key: string, inspection: Inspection): void {
    this.inspections.set(key, inspection);
    const [oldest] = this.inspections.keys();
    if (this.inspections.size > maxInspections && oldest !== undefined) this.inspections.delete(oldest);
  }

  /** A key that is the same for the same parameters and the same state of the files. */
  private async key(document: vscode.Uri, node: GraphNode, files: readonly string[]): Promise<string> {
    const folder = path.dirname(document.fsPath);
    const states = await Promise.all(
      files.map(async (name) => {
        const uri = vscode.Uri.file(path.resolve(folder, name));
        this.watch(uri);
        return vscode.workspace.fs.stat(uri).then(
          ({ mtime, size }) => [uri.fsPath, mtime, size],
          () => [uri.fsPath],
        );
      }),
    );
    return JSON.stringify([folder, node.id, node.params, states]);
  }

  private watch(file: vscode.Uri): void {
    // The engine rejects a path outside the workspace anyway.
    if (this.watchers.has(file.fsPath) || !vscode.workspace.getWorkspaceFolder(file)) return;
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(file, ".."), path.basename(file.fsPath));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const fire = () => this.changed.fire();
    watcher.onDidChange(fire);
    watcher.onDidCreate(fire);
    watcher.onDidDelete(fire);
    this.watchers.set(file.fsPath, watcher);
  }
}

/** The folder that paths in a document must not leave: its workspace folder, or else its own. */
export function workspaceOf(document: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(document)?.uri.fsPath ?? path.dirname(document.fsPath);
}

/** Moves a problem to its position in the current text. */
function anchored(problem: Problem, { places }: GraphNode): Problem {
  const range = problem.param === undefined ? undefined : places.params[problem.param];
  return { ...problem, range: range ?? places.node };
}
