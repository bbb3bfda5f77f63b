// The embedded VS Code: its server on 127.0.0.1 with its own data folder, and the address of the workbench.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import * as path from "node:path";
import { root } from "../setup/paths.mjs";
import { endGroup, run, spawnGroup } from "../setup/processes.mjs";

/** Settings that keep the workbench from animating, asking or calling home. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.enableExperiments": false,
  "workbench.settings.enableNaturalLanguageSearch": false,
  "security.workspace.trust.enabled": false,
  "git.openRepositoryInParentFolders": "never",
  "telemetry.telemetryLevel": "off",
  "telemetry.feedback.enabled": false,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
};

/**
 * @typedef {object} Profile where a VS Code keeps its things
 * @property {string} data user data, settings, state
 * @property {string} extensions installed extensions
 */

const profileArgs = ({ data, extensions }) => [
  ["--accept-server-license-terms", "--telemetry-level", "off"],
  ["--user-data-dir", data, "--server-data-dir", data, "--extensions-dir", extensions],
];

/** No extension gallery, so that nothing is looked up. */
const environment = (more = {}) => ({ ...process.env, EXTENSIONS_GALLERY: "{}", ...more });

const freePort = (wanted = 0) =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => (wanted ? resolve(freePort()) : reject(error)));
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address.port));
    });
  });

/**
 * Installs a packed extension, as a user would.
 * @param {import("../setup/vscode.mjs").VSCode} vscode
 * @param {Profile} profile
 * @param {string} vsix
 */
export async function installExtension(vscode, profile, vsix) {
  const args = [vscode.server, ...profileArgs(profile).flat(), "--install-extension", vsix, "--force"];
  const { code, output } = await run(vscode.node, args, { quiet: true, env: environment() });
  if (code !== 0) throw new Error(`VS Code did not install ${vsix}:\n${output}`);
}

/** The checkout itself as an installed extension. The profile's extensions folder must be fresh. */
export function linkExtension({ extensions }) {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  mkdirSync(extensions, { recursive: true });
  const link = path.join(extensions, `${publisher}.${name}-${version}`);
  if (!existsSync(link)) symlinkSync(root, link, "junction");
}

/**
 * Starts the server and waits until it answers.
 * `development`: honours `extensionDevelopmentPath` and `extensionTestsPath` in the address, which a built VS Code
 * does only with its smoke-test driver; that also hides notification toasts.
 * @param {import("../setup/vscode.mjs").VSCode} vscode
 * @param {Profile} profile
 * @param {{ port?: number, settings?: object, log: string, env?: Record<string, string>, development?: boolean }} options
 */
export async function startServer(vscode, profile, { port, settings = {}, log, env, development = false }) {
  mkdirSync(path.join(profile.data, "User"), { recursive: true });
  mkdirSync(profile.extensions, { recursive: true });
  mkdirSync(path.dirname(log), { recursive: true });
  const settingsFile = path.join(profile.data, "User", "settings.json");
  if (!existsSync(settingsFile))
    writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...settings }, null, 2));

  const chosen = await freePort(port);
  // Without it, any page in any browser on this machine could control the server.
  const token = randomBytes(12).toString("hex");
  const args = [
    vscode.server,
    ...profileArgs(profile).flat(),
    ...["--host", "127.0.0.1", "--port", String(chosen), "--connection-token", token],
    ...["--disable-workspace-trust", "--disable-websocket-compression"],
    ...(development ? ["--enable-smoke-test-driver"] : []),
  ];
  const output = openSync(log, "w");
  const child = spawnGroup(vscode.node, args, { stdio: ["ignore", output, output], env: environment(env) });
  const url = `http://127.0.0.1:${chosen}`;
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(
        `VS Code's server ended (${child.exitCode ?? child.signalCode}); its words are in ${log}`,
      );
    try {
      if ((await fetch(`${url}/version`)).ok) break;
    } catch {
      // The server is not listening yet.
    }
    if (Date.now() > deadline) {
      await endGroup(child);
      throw new Error(`VS Code's server did not answer within a minute; its words are in ${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, port: chosen, token, child, stop: () => endGroup(child) };
}

/**
 * The workbench's address with a folder open.
 * @param {{ url: string, port: number, token: string }} server
 * @param {{ folder: string, extension?: string, tests?: string }} what `extension` and `tests` are paths for a
 *   `development` server
 */
export function workbenchUrl({ url, port, token }, { folder, extension, tests }) {
  const remote = (file) => `vscode-remote://127.0.0.1:${port}${file}`;
  const payload = [
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
    ...(extension ? [["extensionDevelopmentPath", remote(extension)]] : []),
    ...(tests ? [["extensionTestsPath", remote(tests)]] : []),
  ];
  const query = new URLSearchParams({ tkn: token, folder, payload: JSON.stringify(payload) });
  return `${url}/?${query}`;
}
