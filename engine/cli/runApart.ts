import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import { lastWords } from "../server/lastWords";
import { apart } from "./apart";
import type { Output } from "./Output";

/** How much of its own stderr is kept for the case that the process dies. */
const wordsKept = 8192;
const windows = process.platform === "win32";
const ends: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Whether a command line has to run apart. */
export function mayOpenGpu(command: string, args: string[]): boolean {
  if (process.env[apart.mark] !== undefined) return false;
  if (command !== "train" && command !== "gradients") return command === "devices";
  const { device } = parseArgs({ args, strict: false, options: { device: { type: "string" } } }).values;
  return device !== "cpu" && device !== "reference";
}

/** Runs this command line in a process apart, passes every signal on, and gives its exit code, also where it died. */
export async function runApart(args: string[], output: Output): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, __filename, ...args], {
    stdio: ["inherit", "ignore", "pipe", process.stdout.fd, process.stderr.fd, "ipc"],
    env: { ...process.env, [apart.mark]: "1" },
    // In a group of its own, so that Ctrl+C arrives once: through here. On Windows it gets the console's itself.
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
    // It did not mind being ended, as a process without handlers.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
  // Node's own closing line: an error that nobody caught.
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
