import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, extensionApi, file, until } from "./extensionApi";

describe("renaming in a model's text", () => {
  let document: vscode.TextDocument;
  let original: string;
  const at = (part: string, inside = 2) => document.positionAt(document.getText().indexOf(part) + inside);

  before(async () => {
    await extensionApi();
    document = await vscode.workspace.openTextDocument(file("mlp.nn.json"));
    await vscode.window.showTextDocument(document);
    original = document.getText();
  });
  after(closeAll);

  it("changes a node wherever it is written, as one undo step", async () => {
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      at("hidden -> relu"),
      "first",
    );
    assert.ok(edit.size > 0);
    await vscode.workspace.applyEdit(edit);
    const { nodes, edges, layout } = JSON.parse(document.getText()) as Record<
      string,
      Record<string, unknown>
    >;
    assert.ok(nodes && "first" in nodes && !("hidden" in nodes));
    assert.ok(Object.values(edges ?? {}).includes("first -> relu"));
    assert.ok(!JSON.stringify([edges, layout]).includes("hidden"));
    await vscode.commands.executeCommand("undo");
    await until("the original text", () => document.getText() === original);
  });

  it("is refused with the reason for a name that is taken", async () => {
    const rename = vscode.commands.executeCommand(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      at('"hidden"'),
      "relu",
    );
    await assert.rejects(Promise.resolve(rename), /already exists/);
  });

  it("is offered for the name alone, and not where there is none", async () => {
    const prepare = (position: vscode.Position) =>
      vscode.commands.executeCommand<{ range: vscode.Range; placeholder: string }>(
        "vscode.prepareRename",
        document.uri,
        position,
      );
    const { range, placeholder } = await prepare(at("digits.image"));
    assert.equal(document.getText(range), "digits");
    assert.equal(placeholder, "digits");
    await assert.rejects(Promise.resolve(prepare(at('"epochs"'))));
  });
});
