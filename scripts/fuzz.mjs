// npm run fuzz: gives what anybody may have written to the product, for as long as one likes.
//   npm run fuzz -- [TARGET …] [--seconds N] [--from SEED]    npm run fuzz -- TARGET --seed N    (one case again)
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
const patience = 5000;
/** Bytes beyond which a worker has a case with unbounded memory. */
const mostMemory = 1.5 * 2 ** 30;
/** Number of different findings after which fuzzing stops. */
const enough = 20;

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

/** Resident bytes of a process, if the system reports them. */
function residentBytes(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;
  } catch {
    return 0;
  }
}

/**
 * Runs one worker until it is done, crashes, is killed or time is up.
 * Returns the case that killed it, if any, and advances `seeds`.
 */
function runWorker({ seeds, once, until, onFailed, counts, isEnough = () => false }) {
  return new Promise((resolve) => {
    const child = fork(worker, [], {
      execArgv: ["--max-old-space-size=1024"],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let current;
    let since = performance.now();
    let words = "";
    let fault;
    let finished = false;
    const end = (reason) => {
      fault ??= reason;
      child.kill("SIGKILL");
    };
    const watch = setInterval(() => {
      if (current && performance.now() - since > patience) end(`took longer than ${patience / 1000} s`);
      else if (residentBytes(child.pid) > mostMemory)
        end(`took more than ${(mostMemory / 2 ** 30).toFixed(1)} GiB of memory`);
      else if (performance.now() > until || isEnough()) {
        finished = true;
        child.kill("SIGKILL");
      }
    }, 200);
    child.stderr.on("data", (chunk) => (words = (words + chunk).slice(-4000)));
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
      if (finished && !fault) resolve(undefined);
      else
        resolve(current && { ...current, error: fault ?? `the process died (${signal ?? code})\n${words}` });
    });
    child.send({ seeds: { ...seeds }, folder, once });
  });
}

/**
 * Fuzzes targets for a time, and prints every finding as it occurs.
 *
 * @returns {Promise<{ counts: Record<string, number>, findings: { target: string, seed: number, error: string }[] }>}
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
  const findings = [];
  const seen = new Set();
  const onFailed = (finding) => {
    // One fault shows up in many cases; the first is enough.
    const fault = `${finding.target}: ${finding.error.replace(/\d+/g, "0").slice(0, 100)}`;
    if (seen.has(fault)) return;
    seen.add(fault);
    findings.push(finding);
    console.error(`${red("✗")} ${finding.target} --seed ${finding.seed}: ${finding.error}\n`);
  };
  const until = performance.now() + seconds * 1000;
  const isEnough = () => findings.length >= enough;
  while (performance.now() < until && !isEnough()) {
    const died = await runWorker({ seeds, until, onFailed, counts, isEnough });
    if (!died) continue;
    // It may have been slow because the machine is busy: it counts only if it is slow again.
    const again = [];
    const second = await runWorker({
      seeds: { [died.target]: died.seed },
      once: true,
      until: Infinity,
      onFailed: (finding) => again.push(finding),
      counts: {},
    });
    const finding = second ?? again[0];
    if (finding) onFailed(finding);
  }
  return { counts, findings };
}

/** Runs one case again, and keeps its files. */
async function replay(target, seed) {
  await targetNames();
  const findings = [];
  const died = await runWorker({
    seeds: { [target]: seed },
    once: true,
    until: Infinity,
    onFailed: (finding) => findings.push(finding),
    counts: {},
  });
  if (died) findings.push(died);
  for (const { error } of findings) console.error(error);
  say(`Its files: ${path.join(folder, `${target}-${seed}`)}`);
  return findings.length;
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
    const { counts, findings } = await fuzz({
      targets: positionals,
      seconds,
      from: Number(values.from ?? 1),
    });
    for (const [name, count] of Object.entries(counts)) say(`${name}: ${count} cases`);
    console.log(findings.length === 0 ? green("Nothing found.") : red(`${findings.length} found.`));
    process.exit(findings.length ? 1 : 0);
  });
