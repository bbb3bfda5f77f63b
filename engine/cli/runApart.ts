import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import { lastWords } from "../server/lastWords";
import { apart } from "./apart";
import type { Output } from "./Output";

/** How much of the child's stderr is remembered, in case it dies. */
const wordsKept = 8192;
const windows = process.platform === "win32";
const ends: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

const runsModels = new Set(["train", "gradients", "predict"]);

/** Whether a command line must run in a separate process. */
export function mayOpenGpu(command: string, args: string[]): boolean {
  if (process.env[apart.mark] !== undefined) return false;
  if (!runsModels.has(command)) return command === "devices";
  const { device } = parseArgs({ args, strict: false, options: { device: { type: "string" } } }).values;
  return device !== "cpu" && device !== "reference";
}

/** Runs this command line in a separate process, forwards every signal, and returns its exit code, even if it died. */
export async function runApart(args: string[], output: Output): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, __filename, ...args], {
    stdio: ["inherit", "ignore", "pipe", process.stdout.fd, process.stderr.fd, "ipc"],
    env: { ...process.env, [apart.mark]: "1" },
    // In its own process group, so that Ctrl+C reaches it only once, through this process. On Windows it gets the
    // console's own.
    detached: !windows,
    windowsHide: true,
  });
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-wordsKept)));
  for (const name of ends) process.on(name, () => windows || child.kill(name));
  if (!windows) {
    process.on("SIGCONT", () => child.kill("SIGCONT"));
    process.on("SIGTSTP", () => {
      child.kill("SIGSTOP");
      process.kill(process.pid, "SIGSTOP");
    });
  }
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (...end) => {
      resolve(end);
    });
  });
  if (signal && ends.includes(signal)) {
    // It has no handler for the signal, so end this process the same way.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
  // Node's own last line after an uncaught error.
  if (code !== null && !/^Node\.js v\d/m.test(words)) return code;
  return output.fail({
    code: "engine-ended",
    message: t(
      "The process that uses the GPU ended ({0}). {1}",
      signal ?? String(code),
      lastWords(words),
    ).trim(),
    hint: t("Update the graphics driver, or train on the CPU."),
  });
}
