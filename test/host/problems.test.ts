import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import type { TestApi } from "../../extension/testHooks";
import { closeAll, extensionApi, file, until } from "./extensionApi";

const ours = (uri: vscode.Uri) =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "Netloom");

describe("problems", () => {
  let api: TestApi;
  before(async () => (api = await extensionApi()));
  afterEach(closeAll);

  it("are shown at their place in a file that is not open", async () => {
    const uri = file("broken.nn.json");
    await until("problems of broken.nn.json", () => ours(uri).length > 0);
    const document = await vscode.workspace.openTextDocument(uri);
    const problem = ours(uri).find(({ range }) => document.getText(range) === "-3");
    assert.ok(problem);
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    const { code } = problem;
    assert.ok(typeof code === "object");
    assert.equal(typeof code.value, "string");
    // In the Problems panel it is a link, by which the canvas shows the problem.
    const from = api.canvasPosts.length;
    await vscode.commands.executeCommand(code.target.path, ...(JSON.parse(code.target.query) as unknown[]));
    const shown = await until("the problem on the canvas", () =>
      api.canvasPosts.slice(from).find(({ message }) => message.kind === "showProblem"),
    );
    assert.equal(shown.document, uri.toString());
    assert.ok(shown.message.kind === "showProblem");
    assert.equal(shown.message.problem.message, problem.message);
    assert.equal(api.services.canvases.active?.document.uri.toString(), uri.toString());
  });

  it("are updated while a text document is edited", async () => {
    const uri = file("mlp.nn.json");
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    assert.deepEqual(ours(uri), []);
    const at = document.getText().indexOf('"ReLU"');
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + 6));
    const change = new vscode.WorkspaceEdit();
    change.replace(uri, range, '"RelU"');
    await vscode.workspace.applyEdit(change);
    const [problem] = await until("the problem", () => ours(uri).length > 0 && ours(uri));
    assert.equal(document.getText(problem?.range), '"RelU"');
    await vscode.commands.executeCommand("undo");
    await until("no problem", () => ours(uri).length === 0);
  });

  it("have quick fixes for a shape mismatch, each applied as one undo step", async () => {
    const uri = file("conflict.nn.json");
    const text = [
      "{",
      '  "netloom": 1,',
      '  "nodes": {',
      '    "x": { "type": "Input", "shape": [3, 8, 8] },',
      '    "head": { "type": "Linear", "outFeatures": 2 },',
      '    "y": { "type": "Input", "shape": [2] },',
      '    "loss": { "type": "MSELoss" }',
      "  },",
      '  "edges": ["x -> head", "head -> loss.input", "y -> loss.target"]',
      "}",
      "",
    ].join("\n");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const [problem] = await until("the conflict", () => ours(uri).length > 0 && ours(uri));
    assert.ok(problem);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      uri,
      problem.range,
    );
    const flatten = actions.find(({ title }) => title.startsWith("Insert Flatten"));
    assert.ok(flatten?.edit, actions.map(({ title }) => title).join("; "));
    await vscode.workspace.applyEdit(flatten.edit);
    await until("no conflict", () => ours(uri).length === 0);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), text);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(uri);
  });

  it("include invalid JSON at its place", async () => {
    const uri = file("syntax.nn.json");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('{\n  "netloom": 1,\n  "nodes": {\n'));
    await until("a problem of syntax.nn.json", () => ours(uri).length > 0);
    await vscode.workspace.fs.delete(uri);
    await until("no problem of a deleted file", () => ours(uri).length === 0);
  });

  it("that only prevent training are not shown before training", async () => {
    const uri = file("half.nn.json");
    const text = '{ "netloom": 1, "nodes": { "relu": { "type": "ReLU" } }, "edges": [] }\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const document = await vscode.workspace.openTextDocument(uri);
    const found = await api.services.problems.checkForTraining(document);
    assert.ok(found.some(({ code }) => code === "no-loss"));
    const from = api.messages.length;
    await vscode.commands.executeCommand("netloom.train", uri);
    const message = await until("a message", () => api.messages[from]);
    assert.equal(message.severity, "error");
    assert.match(message.message, /half/);
    assert.equal(await api.services.engine.pid(), undefined, "no engine was started");
    await closeAll();
    await vscode.workspace.fs.delete(uri);
  });

  it("are reported once each, with completions and hovers for layers in the text", async () => {
    const uri = file("completed.nn.json");
    const text =
      '{ "netloom": 1, "nodes": { "a": { "type": "" }, "b": { "type": "Linear", "outFeatures": -3, "no": 1 } } }';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const place = document.positionAt(text.indexOf('""') + 1);
    let labels: string[] = [];
    // VS Code's JSON extension loads schemas some time after a file is opened.
    for (let attempt = 0; attempt < 60 && !labels.some((label) => label.includes("Conv2d")); attempt++) {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        uri,
        place,
      );
      labels = items.map(({ label }) => (typeof label === "string" ? label : label.label));
    }
    assert.ok(
      labels.some((label) => label.includes("Conv2d")),
      labels.join(" "),
    );
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      uri,
      document.positionAt(text.indexOf("outFeatures")),
    );
    assert.ok(hovers.length > 0);
    await until("our problems", () => ours(uri).length >= 3);
    const others = vscode.languages.getDiagnostics(uri).filter(({ source }) => source !== "Netloom");
    assert.deepEqual(
      others.map(({ message }) => message),
      [],
    );
    await closeAll();
    await vscode.workspace.fs.delete(uri);
  });
});
