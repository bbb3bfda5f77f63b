// Child processes that never outlive the script that started them.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import * as path from "node:path";

const groups = new Set();
const windows = process.platform === "win32";

function kill(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (windows) spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" });
    else process.kill(-child.pid, signal);
  } catch {
    // It has already ended.
  }
}

process.on("exit", () => {
  for (const child of groups) kill(child, "SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));

/** Starts a process in its own group; the whole group is killed when this script ends, however it ends. */
export function spawnGroup(command, args, options = {}) {
  const child = spawn(command, args, { ...options, detached: !windows });
  groups.add(child);
  return child;
}

/** Ends a process and all its children: terminates, waits, kills. */
export async function endGroup(child, patience = 5000) {
  const ended = child.exitCode !== null || child.signalCode !== null;
  if (!ended) {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    kill(child, "SIGTERM");
    let timer;
    await Promise.race([gone, new Promise((resolve) => (timer = setTimeout(resolve, patience)))]);
    clearTimeout(timer);
  }
  kill(child, "SIGKILL");
  groups.delete(child);
}

/**
 * Runs a command to its end; output goes to the terminal unless `quiet`.
 * Returns `{ code, output }`, where `output` is filled only if quiet.
 */
export function run(command, args, { quiet = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"];
    const child = spawnGroup(command, args, { stdio, ...options });
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => {
      groups.delete(child);
      reject(error);
    });
    child.once("close", (code) => {
      groups.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Runs npm: the one running this script, if any. `node` is the binary that should run it. */
export function npm(args, options = {}) {
  const cli = process.env.npm_execpath;
  if (cli && /\.c?js$/.test(cli)) return run(process.execPath, [cli, ...args], options);
  return run(windows ? "npm.cmd" : "npm", args, { shell: windows, ...options });
}

/** The path of a program on the PATH, or undefined. */
export function onPath(name) {
  const names = windows ? [`${name}.exe`, `${name}.cmd`] : [name];
  for (const folder of (process.env.PATH ?? "").split(path.delimiter))
    for (const candidate of names) {
      const file = path.join(folder, candidate);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not in this folder.
      }
    }
  return undefined;
}
