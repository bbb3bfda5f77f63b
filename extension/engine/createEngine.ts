import * as path from "node:path";
import * as vscode from "vscode";
import { onSettingChange, settings } from "../settings";
import { Engine } from "./Engine";
import type { EngineError } from "./EngineError";
import { findNode, plainEnvironment } from "./findNode";

interface EngineEvents {
  readonly onGone: (error: EngineError) => void;
  readonly log: (text: string) => void;
  /** The setting that names Node has changed: what failed for want of it may work now. */
  readonly onNodeChange: () => void;
}

/** The engine of the extension that is installed at `extension`, or the script that a test puts in its place. */
export function createEngine(
  extension: vscode.Uri,
  { onNodeChange, ...events }: EngineEvents,
  script: () => string | undefined = () => undefined,
): { readonly engine: Engine; readonly subscription: vscode.Disposable } {
  const file = (...parts: string[]) => vscode.Uri.joinPath(extension, "dist", ...parts).fsPath;
  const bundled = process.platform === "win32" ? file("node", "node.exe") : file("node", "bin", "node");
  let node: Promise<string> | undefined;
  const engine = new Engine({
    ...events,
    // Probed once; after a failure the person may have installed one.
    node: () => {
      const found = (node ??= findNode({ setting: settings.nodePath, bundled }));
      found.catch(() => (node = undefined));
      return found;
    },
    script: () => script() ?? file("engine.cjs"),
    env: () => ({
      ...plainEnvironment(),
      // Desktop VS Codes on Linux bring a software Vulkan driver.
      NETLOOM_VSCODE: path.dirname(process.execPath),
      ...(vscode.l10n.uri && { NETLOOM_L10N: vscode.l10n.uri.fsPath }),
    }),
  });
  const subscription = onSettingChange("engine.nodePath", () => {
    node = undefined;
    onNodeChange();
  });
  return { engine, subscription };
}
