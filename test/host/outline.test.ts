import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CanvasPanel } from "../../extension/documents/CanvasPanel";
import type { TestApi } from "../../extension/testHooks";
import { closeAll, extensionApi, file, openCanvas, until } from "./extensionApi";

const text = `{
  "netloom": 1,
  "blocks": {
    "Wide": {
      "parameters": { "width": 4 },
      "inputs": ["input"],
      "outputs": ["output"],
      "nodes": { "linear": { "type": "Linear", "outFeatures": "$width" } },
      "edges": ["input -> linear", "linear -> output"]
    }
  },
  "nodes": {
    "head": { "type": "Linear", "outFeatures": 2 },
    "x": { "type": "Input", "shape": [3] },
    "wide": { "type": "Wide", "width": 8 }
  },
  "edges": ["x -> wide", "wide -> head"]
}
`;

describe("the outline of a model", () => {
  const uri = () => file("outlined.nn.json");
  let api: TestApi;
  let panel: CanvasPanel;
  const children = (id?: string) => api.outline.getChildren(id);
  const item = (id: string) => api.outline.getTreeItem(id);
  const description = (id: string) => String(item(id).description);

  before(async () => {
    api = await extensionApi();
    await vscode.workspace.fs.writeFile(uri(), new TextEncoder().encode(text));
    panel = await openCanvas(api, uri());
    await until("the page", () => panel.isReady);
    await vscode.commands.executeCommand("netloom.outline.focus");
    await until("the outline", () => api.outline.visible);
  });
  after(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(uri());
  });

  it("lists the nodes of the active canvas in the order of the data, with types and shapes", async () => {
    assert.deepEqual(await children(), ["x", "wide", "head", ":Wide"]);
    assert.deepEqual(await children("wide"), ["wide/linear"]);
    assert.equal(description("x"), "Input  3");
    assert.equal(description("wide/linear"), "Linear  8");
    assert.equal(description("head"), "Linear  2");
    assert.equal(item("wide").collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
    assert.equal(item("head").collapsibleState, vscode.TreeItemCollapsibleState.None);
  });

  it("selects a node on the canvas, and reveals what is selected there", async () => {
    const select = (id: string) => vscode.commands.executeCommand("netloom.outline.select", id);
    await select("head");
    await until("the node on the canvas", () => panel.selected[0] === "head");
    await select("wide/linear");
    await until("the node in the block", () => panel.selected[0] === "wide/linear");
    await until("the same in the outline", () => api.outline.selected === "wide/linear");
    panel.show({ kind: "select", nodes: ["x"], reveal: false });
    await until("what the canvas selects", () => api.outline.selected === "x");
  });

  it("shows problems as they come and go, with their number and messages", async () => {
    const at = panel.document.getText().indexOf('"outFeatures": 2') + '"outFeatures": '.length;
    const change = new vscode.WorkspaceEdit();
    const place = new vscode.Range(panel.document.positionAt(at), panel.document.positionAt(at + 1));
    change.replace(uri(), place, "-2");
    await vscode.workspace.applyEdit(change);
    const resource = await until("the problem", () => {
      const { resourceUri } = item("head");
      return resourceUri?.query === "error=1" && resourceUri;
    });
    assert.equal(api.outline.provideFileDecoration(resource)?.badge, "1");
    const { tooltip } = item("head");
    assert.ok(typeof tooltip === "string");
    assert.match(tooltip, /head: Linear.*\n\n.*-2/s);
    assert.ok(item("head").iconPath instanceof vscode.ThemeIcon);
    assert.equal((item("head").iconPath as vscode.ThemeIcon).id, "error");
    assert.equal(item("x").resourceUri?.query, "");
    await vscode.commands.executeCommand("undo");
    await until("no problem", () => item("head").resourceUri?.query === "");
  });

  it("goes to the next problem by a command of the canvas", async () => {
    const from = api.canvasPosts.length;
    await vscode.commands.executeCommand("netloom.nextProblem");
    await vscode.commands.executeCommand("netloom.previousProblem");
    const commands = api.canvasPosts
      .slice(from)
      .flatMap(({ message }) => (message.kind === "do" ? [message.command] : []));
    assert.deepEqual(commands, ["nextProblem", "previousProblem"]);
  });

  it("follows the editors: the text, where it leads to the node's entry, and another model", async () => {
    const editor = await vscode.window.showTextDocument(panel.document, vscode.ViewColumn.One);
    assert.deepEqual(await children(), ["x", "wide", "head", ":Wide"]);
    await vscode.commands.executeCommand("netloom.outline.select", "head");
    assert.match(panel.document.getText(editor.selection), /^"head": \{.*\}$/);
    const cursor = panel.document.positionAt(text.indexOf('"shape"'));
    editor.selection = new vscode.Selection(cursor, cursor);
    await until("the node at the cursor", () => api.outline.selected === "x");
    await openCanvas(api, file("mlp.nn.json"));
    await until("the other model", () => item("digits").description !== undefined);
    await vscode.window.showTextDocument(panel.document, vscode.ViewColumn.One);
    await until("the first model", () => item("wide").description !== undefined);
  });

  it("computes nothing while it is hidden", async () => {
    await vscode.commands.executeCommand("workbench.view.search");
    await until("a hidden outline", () => !api.outline.visible);
    await openCanvas(api, file("mlp.nn.json"));
    assert.deepEqual(await children(), ["x", "wide", "head", ":Wide"]);
    await vscode.commands.executeCommand("netloom.outline.focus");
    await until("the outline of the active model", () => item("digits").description !== undefined);
  });
});
