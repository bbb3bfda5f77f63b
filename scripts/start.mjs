// npm start [-- --web] [-- --open]: the examples in VS Code with this checkout's extension.
import { rmSync } from "node:fs";
import * as path from "node:path";
import { build } from "./build.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { cacheFolder, root } from "./setup/paths.mjs";
import { onPath, run, spawnGroup } from "./setup/processes.mjs";
import { bold, main, Missing, say } from "./setup/terminal.mjs";
import { ensureVSCode } from "./setup/vscode.mjs";
import { linkExtension, startServer, workbenchUrl } from "./workbench/server.mjs";

const flags = process.argv.slice(2);
const folder = path.join(root, "examples");
const windows = process.platform === "win32";

/** On the desktop: a window with the extension from this checkout. */
async function desktop(code) {
  say(`Opening ${folder} in ${code}`);
  const quote = (text) => (windows ? `"${text}"` : text);
  const args = ["--new-window", `--extensionDevelopmentPath=${root}`, folder];
  const { code: status } = await run(quote(code), args.map(quote), { shell: windows });
  if (status !== 0)
    throw new Missing(
      `${code} ended with ${status}.`,
      "`npm start -- --web` uses the embedded VS Code instead.",
    );
}

/** In the browser: VS Code's own server from npm, until Ctrl+C. */
async function web() {
  const vscode = await ensureVSCode();
  const home = path.join(cacheFolder(), "start");
  const profile = { data: path.join(home, "data"), extensions: path.join(home, "extensions") };
  // A fresh list of extensions with only the checkout; settings and state are kept.
  rmSync(profile.extensions, { recursive: true, force: true });
  linkExtension(profile);
  const server = await startServer(vscode, profile, {
    port: Number(process.env.NETLOOM_PORT ?? 8765),
    log: path.join(home, "server.log"),
  });
  const url = workbenchUrl(server, { folder });
  console.log(`\nVS Code ${vscode.version} is ready at\n\n  ${bold(url)}\n\nCtrl+C ends it.`);
  if (flags.includes("--open")) {
    const opener = { darwin: "open", win32: "explorer" }[process.platform] ?? "xdg-open";
    spawnGroup(opener, [url], { stdio: "ignore" }).on("error", () =>
      say(`${opener} is not there: open it by hand`),
    );
  }
  await new Promise((resolve) => server.child.once("exit", resolve));
  throw new Missing("VS Code's server ended.", `Its log is ${path.join(home, "server.log")}.`);
}

await main(async () => {
  await ensureDependencies();
  await build();
  const code = flags.includes("--web") ? undefined : onPath("code");
  await (code ? desktop(code) : web());
});
