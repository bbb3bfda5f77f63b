import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import type { TestApi } from "../../extension/testHooks";
import { closeAll, extensionApi, file, openCanvas, until } from "./extensionApi";

describe("the table of a model's nodes", function () {
  this.timeout(60_000);
  let api: TestApi;
  const uri = () => file("trained.nn.json");
  const tabs = () =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ label }) => label.startsWith("Summary"));
  const documents = (from: number) =>
    api.summaryPosts.slice(from).flatMap((message) => (message.kind === "document" ? [message] : []));

  before(async () => {
    api = await extensionApi();
  });
  after(() => closeAll());

  it("opens beside the canvas, once for a model, and follows its document", async () => {
    const canvas = await openCanvas(api, uri());
    await vscode.commands.executeCommand("netloom.showSummary", uri());
    const [first] = await until("the document", () => (documents(0).length > 0 ? documents(0) : undefined));
    assert.equal(first?.name, "trained.nn.json");
    assert.equal(first.text, canvas.document.getText());
    await canvas.receive({ kind: "command", command: "showSummary" });
    assert.equal(tabs().length, 1);
    const from = api.summaryPosts.length;
    const change = new vscode.WorkspaceEdit();
    change.insert(uri(), canvas.document.positionAt(canvas.document.getText().length), "\n");
    await vscode.workspace.applyEdit(change);
    await until("the change", () => documents(from).find(({ text }) => text === canvas.document.getText()));
    await vscode.commands.executeCommand("undo");
  });

  it("selects on the canvas, shows what is selected there, and copies", async () => {
    const canvas = api.services.canvases.of(uri())[0];
    const panel = api.services.summaries.of(uri());
    assert.ok(canvas && panel);
    const from = api.summaryPosts.length;
    const [node = ""] = Object.keys((JSON.parse(canvas.document.getText()) as { nodes: object }).nodes);
    void panel.receive({ kind: "select", nodes: [node] });
    await until("the selection", () => canvas.selected.includes(node));
    await until("the mark", () =>
      api.summaryPosts
        .slice(from)
        .find((message) => message.kind === "selected" && message.nodes[0] === node),
    );
    await panel.receive({ kind: "copy", text: "| Node |" });
    assert.equal(await vscode.env.clipboard.readText(), "| Node |");
  });
});
