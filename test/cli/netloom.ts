import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { resolve } from "node:path";

/** Path of the built command line. */
const program = resolve("bin/netloom.mjs");

/** Starts it in English, with pipes for its output. */
export function start(args: string[], { env, ...options }: SpawnOptions): ChildProcess {
  return spawn(process.execPath, [program, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C", NETLOOM_L10N: undefined, ...env },
    ...options,
  });
}

/** Its exit code, and all of its output. */
export async function finish(
  child: ChildProcess,
): Promise<{ code: number | null; out: string; errors: string }> {
  let [out, errors] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  return { code, out, errors };
}
