// Mocha suites inside VS Code's real extension host, which the workbench in a browser starts.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { format } from "node:util";
import { root } from "../setup/paths.mjs";
import { openBrowser } from "./browser.mjs";
import { startServer, workbenchUrl } from "./server.mjs";

const limit = Number(process.env.NETLOOM_HOST_LIMIT ?? 300) * 1000;

/**
 * Runs `out/test/host/index.cjs` in the extension host on a copy of `test/host/workspace` (else of `examples`).
 * The suites print between `@@suites-begin` and `@@suites-end`, and write `{ passed, failed, pending, failures }` as JSON to the
 * file that `NETLOOM_RESULTS` names; without that file the suites did not run.
 * @param {{ vscode: import("../setup/vscode.mjs").VSCode, chromium: string, env: Record<string, string> }} set
 */
export async function hostSuites({ vscode, chromium, env }) {
  const temporary = mkdtempSync(path.join(tmpdir(), "netloom-host-"));
  const folder = path.join(temporary, "workspace");
  const results = path.join(temporary, "results.json");
  const log = path.join(root, "out", "host-server.log");
  const own = path.join(root, "test", "host", "workspace");
  cpSync(existsSync(own) ? own : path.join(root, "examples"), folder, { recursive: true });
  const profile = { data: path.join(temporary, "data"), extensions: path.join(temporary, "extensions") };
  let server;
  let opened;
  try {
    server = await startServer(vscode, profile, {
      log,
      development: true,
      env: { ...env, NETLOOM_RESULTS: results },
    });
    opened = await openBrowser(chromium);
    const { page } = opened;
    const ended = new Promise((resolve) => {
      let printing = false; // The workbench's own log comes through here too.
      const line = (_type, args) => {
        const text = format(...args);
        if (text.startsWith("@@suites-begin")) printing = true;
        else if (text.startsWith("@@suites-end")) printing = false;
        // Its log files need a native module that was not compiled; a run works without it.
        else if (printing && !text.includes("spdlog")) console.log(text);
      };
      // The workbench calls these two when it runs extension tests.
      void page.exposeFunction("codeAutomationLog", line);
      void page.exposeFunction("codeAutomationExit", (code) => resolve(`exit code ${code}`));
      page.on("crash", () => resolve("the page crashed"));
      setTimeout(() => resolve(`no end within ${limit / 1000} s`), limit).unref();
    });
    const tests = path.join(root, "out", "test", "host", "index.cjs");
    await page.goto(workbenchUrl(server, { folder, extension: root, tests }));
    const end = await ended;
    if (!existsSync(results))
      throw new Error(`The suites did not run to their end (${end}); VS Code's log: ${log}`);
    const { passed, failed, pending, failures } = JSON.parse(readFileSync(results, "utf8"));
    return { passed, failed, skipped: pending, failures };
  } finally {
    await opened?.browser.close();
    await server?.stop();
    rmSync(temporary, { recursive: true, force: true });
  }
}
