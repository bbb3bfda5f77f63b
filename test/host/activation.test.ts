import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { extensionApi } from "./extensionApi";

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe("activation", () => {
  it("registers every command in the manifest and does not start the engine", async () => {
    const start = performance.now();
    const api = await extensionApi();
    const passed = performance.now() - start;
    console.log(
      `      activate() took ${api.activationMilliseconds.toFixed(1)} ms, loading included ${passed.toFixed(1)} ms; ` +
        `VS Code ${vscode.version}, Node ${process.version}`,
    );
    const registered = new Set(await vscode.commands.getCommands(true));
    const manifest = vscode.extensions.getExtension("netloom.netloom")?.packageJSON as Manifest;
    const missing = manifest.contributes.commands
      .map(({ command }) => command)
      .filter((name) => !registered.has(name));
    assert.deepEqual(missing, []);
    assert.equal(await api.services.engine.pid(), undefined);
  });

  it("contributes its views", async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(registered.has("netloom.training.focus"));
    assert.ok(registered.has("netloom.gradients.focus"));
  });
});
