// npm test: sets up what is needed, runs every part (or those named) and ends with "N passed, N failed" over all.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
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
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 */

/** A check that passes or fails as one, and says something only if it fails. */
async function check(args) {
  const { code, output } = await run(process.execPath, args, { cwd: root, quiet: true });
  if (code !== 0) console.log(output.trim());
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** Tests of one Vitest project, counted from its JSON report. */
async function vitest(project, { env = {}, args = [] } = {}) {
  const report = path.join(results, `${project}.json`);
  rmSync(report, { force: true });
  const { code } = await run(
    process.execPath,
    [
      ...[tool("vitest/vitest.mjs"), "run", "--project", project, ...args],
      ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    ],
    { cwd: root, env: { ...process.env, ...env } },
  );
  if (!existsSync(report)) return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const {
    numPassedTests: passed,
    numFailedTests,
    numPendingTests,
    numTodoTests,
  } = JSON.parse(readFileSync(report, "utf8"));
  // A file that does not load, or an error outside a test, fails the run without failing a test.
  const failed = numFailedTests || (code === 0 ? 0 : 1);
  return { passed, failed, skipped: numPendingTests + numTodoTests };
}

/**
 * The parts in their order; `run` gives the count of real tests. Those that take one core and say little run `beside`
 * each other.
 */
const parts = {
  format: {
    title: "Formatting",
    beside: true,
    run: () => check([tool("prettier/bin/prettier.cjs"), "--check", "."]),
  },
  lint: {
    title: "Lint and import boundaries",
    beside: true,
    run: () => check([tool("eslint/bin/eslint.js"), "."]),
  },
  types: {
    title: "Types",
    beside: true,
    run: () => check([tool("typescript/bin/tsc"), "-p", ".", "--noEmit"]),
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
  fuzz: {
    title: "What anybody may have written",
    run: async () => {
      const { counts, findings } = await fuzz({ seconds: 20 });
      for (const [name, count] of Object.entries(counts)) say(`${name}: ${count} cases`);
      const failed = new Set(findings.map(({ target }) => target)).size;
      return { passed: Object.keys(counts).length - failed, failed, skipped: 0 };
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
      const given = { NETLOOM_E2E: JSON.stringify({ vscode, chromium, vsix: file }) };
      // The pictures of the README are renewed only when asked for.
      const pictures = process.argv.includes("--screenshots") ? { NETLOOM_SCREENSHOTS: "1" } : {};
      return vitest("e2e", { env: { ...adapter, ...given, ...pictures } });
    },
  },
};

/** Runs a part; whatever stops it is a failure of that part, and the others go on. */
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
    count = { passed: 0, failed: 1, skipped: 0 };
  }
  return { title: part.title, time: performance.now() - start, ...count };
}

await main(async () => {
  const names = process.argv.slice(2).filter((name) => !name.startsWith("--"));
  const unknown = names.find((name) => !(name in parts));
  if (unknown)
    throw new Missing(`There is no part "${unknown}".`, `Parts: ${Object.keys(parts).join(", ")}.`);
  await ensureDependencies();
  mkdirSync(results, { recursive: true });

  const chosen = Object.entries(parts).filter(([name]) => names.length === 0 || names.includes(name));
  const counts = await Promise.all(chosen.filter(([, { beside }]) => beside).map(runPart));
  for (const entry of chosen.filter(([, { beside }]) => !beside)) counts.push(await runPart(entry));

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
