import { t } from "@vscode/l10n";
import * as vscode from "vscode";
import type { Outline, OutlineId, OutlineItem } from "../../engine/graph/outline";
import { activeModel, openModels } from "../commands/target";
import { revealText } from "../commands/trainModel";
import type { CanvasEditor } from "../documents/CanvasEditor";
import type { Checked, Problems } from "../documents/Problems";
import { Positions } from "../documents/textRange";
import { loadLanguage } from "../loadLanguage";

const viewId = "netloom.outline";
const selectCommand = "netloom.outline.select";
const decorated = "netloom-outline";

/**
 * The nodes of the model in the active editor, or of the last one while it is open, with their problems: VS Code's own
 * outline does not show custom editors. Nothing is computed while the view is hidden.
 */
export class ModelOutline
  implements vscode.TreeDataProvider<OutlineId>, vscode.FileDecorationProvider, vscode.Disposable
{
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<OutlineId>;
  private readonly subscriptions: vscode.Disposable;
  private model: vscode.Uri | undefined;
  /** What is shown, and the text that it is of. */
  private shown:
    { readonly outline: Outline; readonly document: vscode.TextDocument; readonly text: string } | undefined;
  private loading: Promise<void> | undefined;
  /** The items that are unfolded, of every model. */
  private readonly unfolded = new Set<string>();

  constructor(
    private readonly problems: Problems,
    private readonly canvases: CanvasEditor,
  ) {
    this.view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    const follow = () => this.follow();
    this.subscriptions = vscode.Disposable.from(
      this.view,
      this.changed,
      this.view.onDidChangeVisibility(follow),
      this.view.onDidExpandElement(({ element }) => this.unfolded.add(this.keyOf(element))),
      this.view.onDidCollapseElement(({ element }) => this.unfolded.delete(this.keyOf(element))),
      vscode.window.tabGroups.onDidChangeTabs(follow),
      vscode.window.tabGroups.onDidChangeTabGroups(follow),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.showCursor(textEditor)),
      vscode.window.registerFileDecorationProvider(this),
      vscode.commands.registerCommand(selectCommand, (id: OutlineId) => this.select(id)),
      problems.onDidCheck((found) => {
        if (this.view.visible && this.isShown(found.document.uri)) this.loading = this.show(found);
      }),
    );
    this.follow();
  }

  get visible(): boolean {
    return this.view.visible;
  }

  /** The selected item. */
  get selected(): OutlineId | undefined {
    return this.view.selection[0];
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  async getChildren(id?: OutlineId): Promise<OutlineId[]> {
    await this.loading;
    return (this.shown?.outline.children(id) ?? []).map((item) => item.id);
  }

  getParent(id: OutlineId): OutlineId | undefined {
    return this.shown?.outline.parent(id);
  }

  getTreeItem(id: OutlineId): vscode.TreeItem {
    const item = this.shown?.outline.item(id);
    return item ? this.treeItem(item) : new vscode.TreeItem(id);
  }

  /** The number of problems of an item; its resource says how many there are. */
  provideFileDecoration({ scheme, query }: vscode.Uri): vscode.FileDecoration | undefined {
    if (scheme !== decorated || query === "") return undefined;
    const [severity = "", count] = query.split("=");
    return new vscode.FileDecoration(
      Number(count) > 9 ? "9+" : count,
      problemCount(Number(count)),
      new vscode.ThemeColor(`list.${severity}Foreground`),
    );
  }

  /** Reveals the first of the nodes that are selected on a canvas. */
  showSelected(document: vscode.Uri, nodes: readonly string[]): void {
    const [first] = nodes;
    if (first !== undefined && this.view.visible && this.isShown(document))
      this.reveal(this.shown?.outline.idOf(first));
  }

  /** Shows the node of an item: in the text if that is what is edited, otherwise on the canvas. */
  async select(id: OutlineId): Promise<void> {
    const item = this.shown?.outline.item(id);
    if (!item || !this.shown) return;
    const { document, text } = this.shown;
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    if (activeTab?.input instanceof vscode.TabInputText && this.isShown(activeTab.input.uri))
      await revealText(document.uri, new Positions(text).range(item.range));
    else await this.canvases.select(document.uri, item.nodes, item.block);
  }

  private follow(): void {
    const active = activeModel();
    const still = openModels().some((uri) => this.isShown(uri));
    this.model = active ?? (still ? this.model : undefined);
    if (!this.view.visible) return;
    const document = vscode.workspace.textDocuments.find(({ uri }) => this.isShown(uri));
    const isCurrent = this.shown?.document === document && this.shown?.text === document?.getText();
    if (!document) this.clear();
    else if (!isCurrent)
      this.loading = this.problems.look(document).then((found) => this.show({ document, ...found }));
  }

  private clear(): void {
    if (!this.shown) return;
    this.shown = undefined;
    this.changed.fire();
  }

  /** Shows what was found; while the text cannot be read, what was before stays. */
  private async show({ document, typed, problems }: Checked): Promise<void> {
    const text = document.getText();
    const { Outline } = await loadLanguage();
    if (!this.isShown(document.uri)) return;
    this.view.message = typed ? undefined : problems[0]?.message;
    if (typed) this.shown = { outline: new Outline(typed, problems), document, text };
    else if (this.shown?.document !== document) this.shown = undefined;
    this.changed.fire();
    const [selected = ""] = this.canvases.of(document.uri).flatMap((canvas) => canvas.selected);
    this.reveal(this.shown?.outline.idOf(selected));
  }

  private showCursor({ document, selection }: vscode.TextEditor): void {
    if (this.view.visible && this.shown?.document === document && this.shown.text === document.getText())
      this.reveal(this.shown.outline.at(document.offsetAt(selection.active)));
  }

  private reveal(id: OutlineId | undefined): void {
    if (id === undefined || this.view.selection[0] === id) return;
    // It may be gone when the view has been drawn again.
    void this.view.reveal(id, { select: true, focus: false }).then(undefined, () => undefined);
  }

  private isShown(uri: vscode.Uri): boolean {
    return uri.toString() === this.model?.toString();
  }

  private keyOf(id: OutlineId): string {
    return `${this.model?.toString() ?? ""}#${id}`;
  }

  private treeItem({
    id,
    name,
    type,
    repeat,
    category,
    shapes,
    isParent,
    problems,
  }: OutlineItem): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const key = this.keyOf(id);
    const item = new vscode.TreeItem(name, !isParent ? None : this.unfolded.has(key) ? Expanded : Collapsed);
    const severity = problems.some((problem) => problem.severity === "error") ? "error" : "warning";
    const count = problems.length;
    const kind = repeat === undefined ? type : `${type} ×${repeat}`;
    item.id = key;
    item.description = [kind, shapes.join(", ")].filter((text) => text !== "").join("  ");
    item.tooltip = [`${name}: ${item.description}`, ...problems.map(({ message }) => message)].join("\n\n");
    item.iconPath =
      count === 0
        ? new vscode.ThemeIcon(icons[category])
        : new vscode.ThemeIcon(severity, new vscode.ThemeColor(`list.${severity}Foreground`));
    item.resourceUri = vscode.Uri.from({
      scheme: decorated,
      path: `/${id}`,
      query: count === 0 ? "" : `${severity}=${count}`,
    });
    item.accessibilityInformation = {
      label: [name, item.description, ...(count === 0 ? [] : [problemCount(count)])].join(", "),
    };
    item.command = { command: selectCommand, title: "", arguments: [id] };
    return item;
  }
}

function problemCount(count: number): string {
  return count === 1 ? t("1 problem") : t("{0} problems", count);
}

const icons: Readonly<Record<OutlineItem["category"], string>> = {
  data: "database",
  core: "layers",
  convolution: "table",
  pooling: "fold",
  recurrent: "history",
  attention: "eye",
  activation: "pulse",
  normalisation: "settings",
  regularisation: "shield",
  structure: "type-hierarchy-sub",
  loss: "target",
  block: "package",
  definition: "symbol-class",
  unknown: "question",
};
