import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, extensionApi, file } from "./extensionApi";

let written = 0;

/** Writes a document without its mark `|`, opens it as text, and returns what is proposed at the mark. */
async function proposalsAt(marked: string): Promise<vscode.CompletionItem[]> {
  const cursor = marked.indexOf("|");
  const text = marked.slice(0, cursor) + marked.slice(cursor + 1);
  // A new name each time, since VS Code may still have the last text of a file.
  const uri = file(`completed${++written}.nn.json`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    uri,
    document.positionAt(cursor),
  );
  await closeAll();
  await vscode.workspace.fs.delete(uri);
  return items;
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === "string" ? label : label.label;
}

function document(nodes: string, edges = ""): string {
  return `{
  "netloom": 1,
  "blocks": {
    "Wide": {
      "parameters": { "width": null, "rate": 0.5 },
      "inputs": ["input"],
      "outputs": ["output"],
      "nodes": { "linear": { "type": "Linear", "outFeatures": "$width" } },
      "edges": ["input -> linear", "linear -> output"]
    }
  },
  "nodes": {
    ${nodes}
  },
  "edges": [${edges}]
}
`;
}

describe("completions in a model's text", () => {
  before(extensionApi);

  it("offer the document's blocks beside the schema's layers", async () => {
    let labels: string[] = [];
    // VS Code's JSON extension loads schemas some time after a file is opened.
    for (let attempt = 0; attempt < 60 && !labels.some((label) => label.includes("Conv2d")); attempt++)
      labels = (await proposalsAt(document('"a": { "type": "|" }'))).map(labelOf);
    assert.ok(
      labels.some((label) => label.includes("Conv2d")),
      labels.join(" "),
    );
    assert.ok(labels.includes("Wide"), labels.join(" "));
  });

  it("offer a block's parameters with their defaults, while the text is not JSON", async () => {
    const items = await proposalsAt(document('"a": { "type": "Wide", "|" }'));
    const rate = items.find((item) => labelOf(item) === "rate");
    assert.ok(rate, items.map(labelOf).join(" "));
    assert.ok(rate.insertText instanceof vscode.SnippetString);
    assert.equal(rate.insertText.value, '"rate": ${1:0.5}$0');
    assert.ok(rate.range instanceof vscode.Range);
    assert.equal(rate.range.end.character - rate.range.start.character, 2);
  });

  it("offer the ends of a wire", async () => {
    const items = await proposalsAt(document('"a": { "type": "Wide" }, "b": { "type": "ReLU" }', '"a -> |"'));
    const end = items.find((item) => labelOf(item) === "b");
    assert.equal(end?.insertText, "b");
  });

  it("come with definitions and hovers of the same names", async () => {
    const uri = file("defined.nn.json");
    const text = document('"a": { "type": "Wide", "width": 3 }, "b": { "type": "ReLU" }', '"a -> b"');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const opened = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(opened);
    const at = opened.positionAt(text.indexOf('"Wide", "width"') + 2);
    const [link] = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      "vscode.executeDefinitionProvider",
      uri,
      at,
    );
    assert.ok(link?.targetSelectionRange);
    assert.equal(opened.getText(link.targetSelectionRange), '"Wide"');
    assert.equal(opened.offsetAt(link.targetSelectionRange.start), text.indexOf('"Wide": {'));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      uri,
      at,
    );
    const shown = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]);
    assert.ok(
      shown.some(({ value }) => value.includes("Wide(width, rate = 0.5): input → output")),
      JSON.stringify(shown),
    );
    await closeAll();
    await vscode.workspace.fs.delete(uri);
  });
});
