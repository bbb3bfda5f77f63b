import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CanvasPanel } from "../../extension/documents/CanvasPanel";
import type { TestApi } from "../../extension/testHooks";
import { closeAll, extensionApi, file, openCanvas, until } from "./extensionApi";

/** What the user answers to the quick pick and the dialogue, and what they were shown. */
interface Answers {
  readonly pick: string | undefined;
  readonly save: vscode.Uri | undefined;
}

describe("Save Picture of the Model", () => {
  const target = (name: string) => file(name);
  const { showQuickPick, showSaveDialog } = vscode.window;
  let api: TestApi;
  let panel: CanvasPanel;
  let asked: (vscode.SaveDialogOptions | undefined)[] = [];

  const answer = ({ pick, save }: Answers) => {
    asked = [];
    const choose = (items: readonly vscode.QuickPickItem[]) =>
      Promise.resolve(items.find(({ label }) => label === pick));
    const dialogue = (options?: vscode.SaveDialogOptions) => {
      asked.push(options);
      return Promise.resolve(save);
    };
    Object.assign(vscode.window, { showQuickPick: choose, showSaveDialog: dialogue });
  };
  const save = () => vscode.commands.executeCommand<vscode.Uri | undefined>("netloom.savePicture");

  before(async () => {
    api = await extensionApi();
    panel = await openCanvas(api, file("mlp.nn.json"));
    await until("the page", () => panel.isReady);
  });
  after(async () => {
    Object.assign(vscode.window, { showQuickPick, showSaveDialog });
    await closeAll();
    for (const name of ["mlp.svg", "figure.png"])
      await vscode.workspace.fs.delete(target(name)).then(undefined, () => undefined);
  });

  it("writes an SVG file beside the model", async () => {
    answer({ pick: "SVG for print", save: target("mlp.svg") });
    assert.equal((await save())?.toString(), target("mlp.svg").toString());
    assert.equal(asked[0]?.defaultUri?.toString(), target("mlp.svg").toString());
    const svg = new TextDecoder().decode(await vscode.workspace.fs.readFile(target("mlp.svg")));
    assert.match(svg, /^<svg [^]*<title>hidden: Linear[^]*<\/svg>\n$/);
    assert.match(api.messages.at(-1)?.message ?? "", /mlp\.svg/);
  });

  it("writes a PNG file of twice the size", async () => {
    answer({ pick: "PNG", save: target("figure.png") });
    assert.ok(await save());
    assert.deepEqual(asked[0]?.filters, { PNG: ["png"] });
    const svg = new TextDecoder().decode(await vscode.workspace.fs.readFile(target("mlp.svg")));
    const png = Buffer.from(await vscode.workspace.fs.readFile(target("figure.png")));
    const sides = /width="(\d+)" height="(\d+)"/.exec(svg)?.slice(1).map(Number);
    assert.equal(png.subarray(1, 4).toString("latin1"), "PNG");
    assert.deepEqual(
      [png.readUInt32BE(16), png.readUInt32BE(20)],
      sides?.map((side) => 2 * side),
    );
  });

  it("writes nothing when the user changes their mind", async () => {
    await vscode.workspace.fs.delete(target("mlp.svg"));
    answer({ pick: "SVG", save: undefined });
    assert.equal(await save(), undefined);
    assert.equal(asked.length, 1);
    answer({ pick: undefined, save: target("mlp.svg") });
    assert.equal(await save(), undefined);
    assert.equal(asked.length, 0);
    await assert.rejects(async () => vscode.workspace.fs.stat(target("mlp.svg")));
  });

  it("ends when the page asked for it is closed", async () => {
    answer({ pick: "SVG", save: target("mlp.svg") });
    const drawing = panel.draw({ name: "mlp", format: "png", colours: "theme" });
    panel.dispose();
    assert.equal(await drawing, undefined);
  });
});
