import * as path from "node:path";
import * as vscode from "vscode";
import { onSettingChange, settings } from "../settings";
import { Engine } from "./Engine";
import type { EngineError } from "./EngineError";
import { findNode, plainEnvironment } from "./findNode";

interface EngineEvents {
  readonly onExit: (error: EngineError) => void;
  readonly log: (text: string) => void;
  /** The setting with Node's path has changed: what failed without Node may work now. */
  readonly onNodeChange: () => void;
}

/** The engine of the extension installed at `extension`. Tests can replace its `script`. */
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
    // Searched once; after a failure again, since the user may have installed Node.
    node: () => {
      const found = (node ??= findNode({ setting: settings.nodePath, bundled }));
      found.catch(() => (node = undefined));
      return found;
    },
    script: () => script() ?? file("engine.cjs"),
    env: () => ({
      // With huge pages, Linux hands out the memory of a first step several times faster. Other systems ignore this.
      GLIBC_TUNABLES: "glibc.malloc.hugetlb=1",
      ...plainEnvironment(),
      // On Linux, desktop VS Code ships with a software Vulkan driver.
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
