import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CanvasPanel } from "../../extension/documents/CanvasPanel";
import type { TestApi } from "../../extension/testHooks";
import { closeAll, edit, extensionApi, file, openCanvas, until } from "./extensionApi";

interface Model {
  readonly nodes: Record<string, Record<string, unknown>>;
  readonly edges: string[];
  readonly training: { readonly optimizer: { readonly learningRate: number } };
  readonly layout: Record<string, [number, number]>;
}

describe("canvas", () => {
  const uri = () => file("mlp.nn.json");
  let api: TestApi;
  let panel: CanvasPanel;
  let original: string;
  let number = 0;
  const model = () => JSON.parse(panel.document.getText()) as Model;

  before(async () => {
    api = await extensionApi();
    panel = await openCanvas(api, uri());
    original = panel.document.getText();
  });
  beforeEach(async () => {
    if (panel.document.getText() !== original)
      await vscode.commands.executeCommand("workbench.action.files.revert");
  });
  after(closeAll);

  const gestures: { name: string; edit: Parameters<typeof edit>[3]; check: (model: Model) => unknown }[] = [
    {
      name: "adds a node with its place",
      edit: { kind: "add", nodes: [{ id: "drop", type: "Dropout" }], layout: { drop: [10, 20] } },
      check: ({ nodes, layout }) => nodes.drop?.type === "Dropout" && layout.drop?.[1] === 20,
    },
    {
      name: "removes a node with its wires",
      edit: { kind: "remove", nodes: ["relu"] },
      check: ({ nodes, edges }) => !("relu" in nodes) && edges.every((edge) => !edge.includes("relu")),
    },
    {
      name: "sets a parameter",
      edit: { kind: "param", node: "hidden", name: "outFeatures", value: 64 },
      check: ({ nodes }) => nodes.hidden?.outFeatures === 64,
    },
    {
      name: "renames a node everywhere",
      edit: { kind: "rename", node: "hidden", to: "first" },
      check: ({ nodes, edges }) => "first" in nodes && edges.includes("first -> relu"),
    },
    {
      name: "connects in the place of another wire",
      edit: { kind: "connect", edge: "flatten -> logits", replaces: 3 },
      check: ({ edges }) => edges.includes("flatten -> logits") && !edges.includes("relu -> logits"),
    },
    {
      name: "moves several nodes",
      edit: { kind: "move", layout: { digits: [5, 6], flatten: [7, 8] } },
      check: ({ layout }) => layout.digits?.[0] === 5 && layout.flatten?.[1] === 8,
    },
    {
      name: "changes the training",
      edit: { kind: "training", path: ["optimizer", "learningRate"], value: 0.1 },
      check: ({ training }) => training.optimizer.learningRate === 0.1,
    },
  ];
  for (const gesture of gestures)
    it(`${gesture.name} in one undo step`, async () => {
      assert.equal(panel.document.getText(), original);
      const answer = await edit(api, panel, ++number, gesture.edit);
      assert.equal(answer.kind, "document");
      if (answer.kind === "document") assert.equal(answer.text, panel.document.getText());
      assert.ok(gesture.check(model()), panel.document.getText());
      assert.equal(panel.document.isDirty, true);
      const changed = panel.document.getText();
      await vscode.commands.executeCommand("undo");
      await until("the undone text", () => panel.document.getText() === original);
      assert.equal(panel.document.isDirty, false);
      await vscode.commands.executeCommand("redo");
      await until("the text done again", () => panel.document.getText() === changed);
      await vscode.commands.executeCommand("undo");
      await until("the undone text", () => panel.document.getText() === original);
    });

  it("applies a burst of edits in order, each as one undo step", async () => {
    const values = [1, 2, 3, 4, 5];
    await Promise.all(
      values.map((value) =>
        panel.receive({
          kind: "edit",
          number: ++number,
          edit: { kind: "param", node: "hidden", name: "outFeatures", value },
        }),
      ),
    );
    assert.equal(model().nodes.hidden?.outFeatures, 5);
    await until("the answer to all of them", () =>
      api.canvasPosts.some(({ message }) => message.kind === "document" && message.answers === number),
    );
    for (const value of [4, 3, 2, 1, 32]) {
      await vscode.commands.executeCommand("undo");
      await until(`outFeatures ${value}`, () => model().nodes.hidden?.outFeatures === value);
    }
  });

  it("rejects an invalid edit with a reason, and changes nothing", async () => {
    const answer = await edit(api, panel, ++number, { kind: "rename", node: "hidden", to: "relu" });
    assert.equal(answer.kind, "refused");
    if (answer.kind === "refused") assert.notEqual(answer.message, "");
    assert.equal(panel.document.getText(), original);
    assert.equal(panel.document.isDirty, false);
  });

  it("saves its changes", async () => {
    await edit(api, panel, ++number, { kind: "move", layout: { digits: [50, 60] } });
    await vscode.commands.executeCommand("workbench.action.files.save");
    await until("a clean document", () => !panel.document.isDirty);
    const disk = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri()));
    assert.deepEqual((JSON.parse(disk) as Model).layout.digits, [50, 60]);
    await vscode.commands.executeCommand("undo");
    await until("a dirty document", () => panel.document.isDirty);
    await panel.document.save();
    assert.equal(panel.document.getText(), original);
  });

  it("syncs with a text editor beside it, in both directions", async () => {
    const text = await vscode.window.showTextDocument(panel.document, vscode.ViewColumn.Beside);
    const from = api.canvasPosts.length;
    const at = panel.document.getText().indexOf("32");
    await text.edit((change) =>
      change.replace(
        new vscode.Range(panel.document.positionAt(at), panel.document.positionAt(at + 2)),
        "48",
      ),
    );
    const update = await until("the typed text on the canvas", () =>
      api.canvasPosts
        .slice(from)
        .map(({ message }) => message)
        .find((message) => message.kind === "document" && message.text.includes('"outFeatures": 48')),
    );
    if (update.kind === "document") assert.equal(update.version, panel.document.version);
    await edit(api, panel, ++number, { kind: "param", node: "hidden", name: "outFeatures", value: 16 });
    assert.match(text.document.getText(), /"outFeatures": 16/);
    await vscode.commands.executeCommand("undo");
    await vscode.commands.executeCommand("undo");
    await until("the original text", () => panel.document.getText() === original);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("keeps two canvases of one document in sync, and answers each one's own edits", async () => {
    await vscode.commands.executeCommand("workbench.action.splitEditorRight");
    const second = await until("a second canvas", () =>
      api.services.canvases.of(uri()).find((canvas) => canvas !== panel),
    );
    await until("the second canvas's page", () => second.isReady);
    const from = api.canvasPosts.length;
    await second.receive({ kind: "edit", number: 1, edit: { kind: "move", layout: { digits: [1, 1] } } });
    const sent = await until("messages to both canvases", () => {
      const messages = api.canvasPosts
        .slice(from)
        .flatMap(({ message }) => (message.kind === "document" ? [message] : []));
      return messages.length >= 2 && messages;
    });
    assert.deepEqual(new Set(sent.map(({ answers }) => answers)), new Set([1, number]));
    await vscode.commands.executeCommand("undo");
    await until("the original text", () => panel.document.getText() === original);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  });

  it("opens on a new, empty model", async () => {
    const { starter } = await import("../../engine/document/starter");
    const made = file("made.nn.json");
    await vscode.workspace.fs.writeFile(made, new TextEncoder().encode(starter()));
    const canvas = await openCanvas(api, made);
    const answer = await edit(api, canvas, 1, {
      kind: "add",
      nodes: [{ id: "relu", type: "ReLU" }],
      layout: { relu: [0, 0] },
    });
    assert.equal(answer.kind, "document");
    await closeAll();
    await vscode.workspace.fs.delete(made);
  });
});
