import * as vscode from "vscode";
import type { CanvasPanel } from "../../extension/documents/CanvasPanel";
import type { TestApi } from "../../extension/testHooks";
import type { BlockCommand } from "../../webview/messages/canvas";
import { closeAll, extensionApi, file, openCanvas, until } from "./extensionApi";

const text = `{
  "netloom": 1,
  "blocks": {
    "Twice": {
      "inputs": ["input"],
      "outputs": ["output"],
      "nodes": { "first": { "type": "ReLU" }, "second": { "type": "Tanh" } },
      "edges": ["input -> first", "first -> second", "second -> output"]
    }
  },
  "nodes": {
    "x": { "type": "Input", "shape": [4] },
    "twice": { "type": "Twice" }
  },
  "edges": ["x -> twice"]
}
`;

describe("the commands about blocks", () => {
  let api: TestApi;
  let panel: CanvasPanel;
  const uri = () => file("blockCommands.nn.json");
  const able = (command: BlockCommand, wanted: boolean) =>
    until(
      `${command} to be ${wanted ? "possible" : "impossible"}`,
      () => panel.able.includes(command) === wanted,
    );

  before(async () => {
    api = await extensionApi();
    await vscode.workspace.fs.writeFile(uri(), new TextEncoder().encode(text));
    panel = await openCanvas(api, uri());
  });
  after(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(uri());
  });

  it("open a selected instance's block and lead back", async () => {
    await until("the page", () => panel.isReady);
    panel.show({ kind: "select", nodes: ["twice"], reveal: false });
    await able("openBlock", true);
    await vscode.commands.executeCommand("netloom.openBlock");
    await able("openDocument", true);
    await vscode.commands.executeCommand("netloom.openDocument");
    await able("openDocument", false);
    await able("openBlock", true);
  });

  it("unwrap it, as one undo step", async () => {
    await able("unwrap", true);
    await vscode.commands.executeCommand("netloom.unwrap");
    await until("the nodes of the block", () => panel.document.getText().includes('"twice_first"'));
    await able("unwrap", false);
    await vscode.commands.executeCommand("undo");
    await until("the instance", () => panel.document.getText() === text);
  });
});
