// npm run fuzz: tests the product with generated untrusted input, until the time is up or Ctrl+C.
//   npm run fuzz -- [TARGET …] [--seconds N] [--from SEED]    npm run fuzz -- TARGET --seed N    (repeat one case)
import { fork } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { node } from "./build.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { root } from "./setup/paths.mjs";
import { green, main, Missing, red, say } from "./setup/terminal.mjs";

/** Milliseconds after which a case counts as hanging. */
const caseTimeout = 5000;
/** Resident bytes of a worker beyond which its case counts as using unbounded memory. */
const maxMemory = 1.5 * 2 ** 30;
/** Number of different failures after which fuzzing stops. */
const maxFailures = 20;

const folder = path.join(root, "out", "fuzz");
const worker = path.join(root, "out", "fuzz-worker.cjs");

/** Bundles the targets and returns their names. */
async function targetNames() {
  const { build } = await import("esbuild");
  const names = path.join(root, "out", "fuzz-targets.cjs");
  await build({ ...node, entryPoints: ["test/fuzz/worker.ts"], outfile: worker });
  await build({ ...node, entryPoints: ["test/fuzz/targets.ts"], outfile: names });
  return createRequire(import.meta.url)(names).targets.map(({ name }) => name);
}

/** Resident bytes of a process; 0 if the system does not report them. */
function residentBytes(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;
  } catch {
    return 0;
  }
}

/**
 * Runs one worker until it is done, crashes, is killed or the time is up. Resolves with the failed case if the worker
 * crashed or was killed because of it, and advances `seeds`.
 */
function runWorker({ seeds, once, until, onFailed, counts, isEnough = () => false }) {
  return new Promise((resolve) => {
    const child = fork(worker, [], {
      execArgv: ["--max-old-space-size=1024"],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let current;
    let since = performance.now();
    let output = "";
    let killReason;
    let finished = false;
    const kill = (reason) => {
      killReason ??= reason;
      child.kill("SIGKILL");
    };
    const watch = setInterval(() => {
      if (current && performance.now() - since > caseTimeout)
        kill(`took longer than ${caseTimeout / 1000} s`);
      else if (residentBytes(child.pid) > maxMemory)
        kill(`used more than ${(maxMemory / 2 ** 30).toFixed(1)} GiB of memory`);
      else if (performance.now() > until || isEnough()) {
        finished = true;
        child.kill("SIGKILL");
      }
    }, 200);
    child.stderr.on("data", (chunk) => (output = (output + chunk).slice(-4000)));
    child.on("message", (message) => {
      if (message.kind === "start") {
        current = message;
        since = performance.now();
        seeds[message.target] = message.seed + 1;
        counts[message.target] = (counts[message.target] ?? 0) + 1;
      } else if (message.kind === "failed") onFailed(message);
      else finished = true;
    });
    child.once("exit", (code, signal) => {
      clearInterval(watch);
      if (finished && !killReason) resolve(undefined);
      else
        resolve(
          current && { ...current, error: killReason ?? `the process died (${signal ?? code})\n${output}` },
        );
    });
    child.send({ seeds: { ...seeds }, folder, once });
  });
}

/**
 * Fuzzes targets for some time, and prints every failure as it occurs.
 *
 * @returns {Promise<{ counts: Record<string, number>, failures: { target: string, seed: number, error: string }[] }>}
 */
export async function fuzz({ targets: wanted = [], seconds = 20, from = 1 } = {}) {
  const names = await targetNames();
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown) throw new Missing(`There is no fuzz target "${unknown}".`, `Targets: ${names.join(", ")}.`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const chosen = wanted.length > 0 ? wanted : names;
  const seeds = Object.fromEntries(chosen.map((name) => [name, from]));
  const counts = {};
  const failures = [];
  const seen = new Set();
  const onFailed = (failure) => {
    // The same bug fails many cases; the first is enough.
    const key = `${failure.target}: ${failure.error.replace(/\d+/g, "0").slice(0, 100)}`;
    if (seen.has(key)) return;
    seen.add(key);
    failures.push(failure);
    console.error(`${red("✗")} ${failure.target} --seed ${failure.seed}: ${failure.error}\n`);
  };
  const until = performance.now() + seconds * 1000;
  const isEnough = () => failures.length >= maxFailures;
  while (performance.now() < until && !isEnough()) {
    const died = await runWorker({ seeds, until, onFailed, counts, isEnough });
    if (!died) continue;
    // The machine may have been busy, so the case counts only if it fails again.
    const again = [];
    const second = await runWorker({
      seeds: { [died.target]: died.seed },
      once: true,
      until: Infinity,
      onFailed: (failure) => again.push(failure),
      counts: {},
    });
    const failure = second ?? again[0];
    if (failure) onFailed(failure);
  }
  return { counts, failures };
}

/** Repeats one case without deleting its files; returns the number of failures. */
async function replay(target, seed) {
  await targetNames();
  const failures = [];
  const died = await runWorker({
    seeds: { [target]: seed },
    once: true,
    until: Infinity,
    onFailed: (failure) => failures.push(failure),
    counts: {},
  });
  if (died) failures.push(died);
  for (const { error } of failures) console.error(error);
  say(`Files of the case: ${path.join(folder, `${target}-${seed}`)}`);
  return failures.length;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await main(async () => {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { seconds: { type: "string" }, from: { type: "string" }, seed: { type: "string" } },
    });
    await ensureDependencies();
    if (values.seed !== undefined) {
      if (!positionals[0]) throw new Missing("Name a target: npm run fuzz -- TARGET --seed N.");
      process.exit((await replay(positionals[0], Number(values.seed))) ? 1 : 0);
    }
    const seconds = Number(values.seconds ?? Infinity);
    say(`Fuzzing ${Number.isFinite(seconds) ? `for ${seconds} s` : "until Ctrl+C"} …`);
    const { counts, failures } = await fuzz({
      targets: positionals,
      seconds,
      from: Number(values.from ?? 1),
    });
    for (const [name, count] of Object.entries(counts)) say(`${name}: ${count} cases`);
    console.log(failures.length === 0 ? green("No failures.") : red(`${failures.length} failures.`));
    process.exit(failures.length ? 1 : 0);
  });
