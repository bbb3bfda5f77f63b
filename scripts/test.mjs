// npm test: installs what is missing, runs every suite but those on request (or those named) and ends with "N passed, N failed" over all.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { build } from "./build.mjs";
import { fuzz } from "./fuzz.mjs";
import { ensureChromium } from "./setup/chromium.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { root } from "./setup/paths.mjs";
import { run } from "./setup/processes.mjs";
import { softwareAdapter } from "./setup/softwareAdapter.mjs";
import { bold, dim, green, main, Missing, red, say, seconds } from "./setup/terminal.mjs";
import { ensureVSCode } from "./setup/vscode.mjs";

const results = path.join(root, "out", "results");
const tool = (name) => path.join(root, "node_modules", name);

/**
 * `failures` lists what failed: the name of a test or check, and the first line of its error.
 * @typedef {{ passed: number, failed: number, skipped: number, failures?: { name: string, error: string }[] }} Count
 */

/** The most lines of failures listed at the end, over all suites. */
const maxLines = 40;

/** A check that passes or fails as a whole, and prints its output only if it fails. */
async function check(args) {
  const { code, output } = await run(process.execPath, args, { cwd: root, quiet: true });
  if (code === 0) return { passed: 1, failed: 0, skipped: 0 };
  console.log(output.trim());
  const lines = output
    .split("\n")
    .filter((line) => /\berror\b|\[warn\]/.test(line) || path.isAbsolute(line.trim()));
  return {
    passed: 0,
    failed: 1,
    skipped: 0,
    failures: lines.map((line) => ({ name: line.trim(), error: "" })),
  };
}

/** Tests of one Vitest project, counted from its JSON report. */
async function vitest(project, { env = {}, args = [] } = {}) {
  const report = path.join(results, `${project}.json`);
  rmSync(report, { force: true });
  const { code } = await run(
    process.execPath,
    [
      ...[tool("vitest/vitest.mjs"), "run", "--project", project, ...args],
      ...[`--reporter=${path.join(root, "scripts/setup/testReporter.mjs")}`],
      ...["--reporter=json", `--outputFile.json=${report}`],
    ],
    { cwd: root, env: { ...process.env, ...env } },
  );
  if (!existsSync(report)) return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  const failures = testResults.flatMap(failuresOf);
  return {
    passed: numPassedTests,
    // An error outside a test fails the run without failing a test.
    failed: failures.length || (code === 0 ? 0 : 1),
    skipped: numPendingTests + numTodoTests,
    failures,
  };
}

/** The failures in one file of Vitest's JSON report. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = path.relative(root, name);
  const failed = assertionResults.filter((test) => test.status === "failed");
  if (failed.length === 0) return status === "failed" ? [{ name: file, error: message }] : [];
  return failed.map(({ fullName, failureMessages }) => ({
    name: `${file}: ${fullName}`,
    error: failureMessages[0] ?? "",
  }));
}

/** Lists the failures again at the end, so that nobody has to scroll. */
function listFailures(counts) {
  const lines = counts.flatMap(({ title, failed, failures = [] }) => {
    if (!failed) return [];
    const listed = failures.length > 0 ? failures : [{ name: title, error: "see above" }];
    return listed.flatMap(({ name, error }) => {
      const first = stripVTControlCharacters(error).trim().split("\n")[0];
      return [`${red("✗")} ${cut(name)}`, ...(first ? [`    ${dim(cut(first))}`] : [])];
    });
  });
  if (lines.length === 0) return;
  console.log(`\n${bold("── What failed")}`);
  const shown = lines.length > maxLines ? lines.slice(0, maxLines - 1) : lines;
  for (const line of shown) console.log(line);
  if (lines.length > shown.length)
    console.log(dim(`and ${lines.length - shown.length} more lines, see above`));
}

const cut = (text) => (text.length > 200 ? `${text.slice(0, 199)}…` : text);

/**
 * The suites in order; `run` returns the numbers of tests. Suites with `parallel` use one core and print little, so two of them
 * run at a time: the longest, linting, beside the others. Those with `onRequest` run only if they are named.
 */
const parts = {
  lint: {
    title: "Lint and import boundaries",
    parallel: true,
    run: () => check([tool("eslint/bin/eslint.js"), "."]),
  },
  types: {
    title: "Types",
    parallel: true,
    run: () => check([tool("typescript/bin/tsc"), "-p", ".", "--noEmit"]),
  },
  format: {
    title: "Formatting",
    parallel: true,
    run: () => check([tool("prettier/bin/prettier.cjs"), "--check", "."]),
  },
  fuzz: {
    title: "Fuzzing with untrusted input",
    parallel: true,
    run: async () => {
      const { counts, failures: failedCases } = await fuzz({ seconds: 20 });
      for (const [name, count] of Object.entries(counts)) say(`${name}: ${count} cases`);
      const failed = new Set(failedCases.map(({ target }) => target)).size;
      const failures = failedCases.map(({ target, seed, error }) => ({
        name: `${target}, seed ${seed}`,
        error,
      }));
      return { passed: Object.keys(counts).length - failed, failed, skipped: 0, failures };
    },
  },
  unit: {
    title: "Units",
    run: async () => {
      await build();
      return vitest("unit", { env: await softwareAdapter() });
    },
  },
  kernels: {
    title: "Kernels on a software GPU adapter",
    run: async () => {
      const env = await softwareAdapter();
      if (env.VK_DRIVER_FILES) say(`Adapter: ${env.VK_DRIVER_FILES}`);
      return vitest("kernels", { env });
    },
  },
  page: {
    title: "Webviews in a browser",
    run: async () => vitest("page", { env: { NETLOOM_CHROMIUM: await ensureChromium() } }),
  },
  host: {
    title: "Suites in the extension host",
    run: async () => {
      const chromium = await ensureChromium();
      const vscode = await ensureVSCode();
      const env = await softwareAdapter();
      await build();
      const { hostSuites } = await import("./workbench/hostSuites.mjs");
      return hostSuites({ vscode, chromium, env });
    },
  },
  e2e: {
    title: "End to end with the packed extension",
    run: async () => {
      const chromium = await ensureChromium();
      const vscode = await ensureVSCode();
      const adapter = await softwareAdapter();
      await build();
      const { packageExtension } = await import("./package.mjs");
      const { file } = await packageExtension();
      const { installExtension } = await import("./workbench/server.mjs");
      const temporary = mkdtempSync(path.join(tmpdir(), "netloom-installed-"));
      try {
        // Once, for all of the test files, which takes several seconds.
        const extensions = path.join(temporary, "extensions");
        await installExtension(vscode, { data: path.join(temporary, "data"), extensions }, file);
        const given = { NETLOOM_E2E: JSON.stringify({ vscode, chromium, extensions }) };
        // The README's screenshots are updated only on request.
        const pictures = process.argv.includes("--screenshots") ? { NETLOOM_SCREENSHOTS: "1" } : {};
        return await vitest("e2e", { env: { ...adapter, ...given, ...pictures } });
      } finally {
        rmSync(temporary, { recursive: true, force: true });
      }
    },
  },
  long: {
    title: "Examples trained to completion",
    onRequest: true,
    run: async () => {
      await build();
      return vitest("long", { env: { ...(await softwareAdapter()), NETLOOM_LONG: "1" } });
    },
  },
};

/** Runs a suite; if it crashes, that counts as its failure, and the others continue. */
async function runPart([name, part]) {
  console.log(`\n${bold(`── ${part.title}`)} ${dim(`(npm run test:${name})`)}`);
  const start = performance.now();
  let count;
  try {
    count = await part.run();
    if (count.passed + count.failed === 0) {
      console.error(red(`${part.title}: ran no test.`));
      count.failed = 1;
    }
  } catch (error) {
    console.error(red(error instanceof Missing ? error.message : (error?.stack ?? String(error))));
    count = { passed: 0, failed: 1, skipped: 0, failures: [{ name: part.title, error: String(error) }] };
  }
  return { title: part.title, time: performance.now() - start, ...count };
}

/** Runs suites two at a time; returns their counts in the order of the suites. */
async function runInPairs(entries) {
  const counts = [];
  const waiting = entries.entries();
  const runWaiting = async () => {
    for (const [index, entry] of waiting) counts[index] = await runPart(entry);
  };
  await Promise.all([runWaiting(), runWaiting()]);
  return counts;
}

await main(async () => {
  const names = process.argv.slice(2).filter((name) => name !== "--screenshots");
  const unknown = names.find((name) => !(name in parts));
  if (unknown)
    throw new Missing(`There is no suite "${unknown}".`, `Suites: ${Object.keys(parts).join(", ")}.`);
  await ensureDependencies();
  mkdirSync(results, { recursive: true });

  const chosen = Object.entries(parts).filter(([name, { onRequest }]) =>
    names.length === 0 ? !onRequest : names.includes(name),
  );
  const counts = await runInPairs(chosen.filter(([, { parallel }]) => parallel));
  for (const entry of chosen.filter(([, { parallel }]) => !parallel)) counts.push(await runPart(entry));

  listFailures(counts);
  console.log("");
  for (const { title, passed, failed, skipped, time } of counts) {
    const mark = failed ? red("✗") : green("✓");
    const details = [`${passed} passed`, `${failed} failed`, ...(skipped ? [`${skipped} skipped`] : [])].join(
      ", ",
    );
    console.log(`${mark} ${title.padEnd(40)} ${details}  ${dim(seconds(time))}`);
  }
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  process.exit(sum("failed") ? 1 : 0);
});
