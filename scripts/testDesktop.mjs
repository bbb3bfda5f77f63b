// npm run test:desktop: the extension host's suites in the desktop VS Code, which @vscode/test-electron downloads.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { build } from "./build.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { cacheFolder, root } from "./setup/paths.mjs";
import { main, Missing } from "./setup/terminal.mjs";

await main(async () => {
  if (Number(process.versions.node.split(".")[0]) < 22)
    throw new Missing(`@vscode/test-electron needs Node.js 22 or newer; this is ${process.version}.`);
  await ensureDependencies();
  await build();
  const { downloadAndUnzipVSCode, runTests } = await import("@vscode/test-electron");
  const cachePath = path.join(cacheFolder(), "desktop");
  const vscodeExecutablePath = await downloadAndUnzipVSCode({ version: "stable", cachePath }).catch(
    (error) => {
      throw new Missing(
        `VS Code could not be downloaded: ${error.message}`,
        "This needs the open internet; `npm run test:host` runs the same suites in the VS Code from npm.",
      );
    },
  );
  const temporary = mkdtempSync(path.join(tmpdir(), "netloom-desktop-"));
  const folder = path.join(temporary, "workspace");
  const results = path.join(temporary, "results.json");
  const own = path.join(root, "test", "host", "workspace");
  cpSync(existsSync(own) ? own : path.join(root, "examples"), folder, { recursive: true });
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(root, "out", "test", "host", "index.cjs"),
      extensionTestsEnv: { NETLOOM_RESULTS: results },
      launchArgs: [
        folder,
        "--disable-extensions",
        "--disable-workspace-trust",
        "--user-data-dir",
        path.join(temporary, "data"),
      ],
    }).catch((error) => console.error(error.message));
    if (!existsSync(results)) throw new Error("The suites did not run.");
    const { passed, failed } = JSON.parse(readFileSync(results, "utf8"));
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exitCode = failed || !passed ? 1 : 0;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});
