import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/setup/LongestFirst.mjs";
import { quietWorkers } from "./scripts/setup/quietWorkers.mjs";

const kernels = ["test/engine/runtime/webgpu/**/*.test.ts", "test/**/*.kernels.test.ts"];
const long = "test/**/*.long.test.ts";
const elsewhere = [long, "**/node_modules/**", "test/host/**", "test/e2e/**", "test/webview/page/**"];

export default defineConfig({
  plugins: [
    quietWorkers(),
    {
      name: "wgsl-as-text",
      transform: (code, id) =>
        id.endsWith(".wgsl") ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined,
    },
  ],
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    // Dawn keeps its process alive and calls back on the thread that created the device, so no worker threads.
    pool: "forks",
    // Vitest reserves one core for itself, which on two cores is half of them.
    maxWorkers: availableParallelism(),
    // Generous: a hanging test must fail, a test on a busy machine must not.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [...elsewhere, ...kernels],
          // Reading the engine anew for every file took a third of the time; no module holds what a test leaves behind.
          isolate: false,
        },
      },
      // Tests that need a GPU adapter; `npm run test:kernels` provides a software one.
      // Software drivers compile shaders slowly.
      {
        extends: true,
        test: {
          name: "kernels",
          include: kernels,
          exclude: elsewhere,
          testTimeout: 180_000,
          // For Mesa: the workers use all cores, so it gets no further threads. Tests compile thousands of kernels and run most
          // of them once, so LLVM's optimization passes cost more time than they save, and so do vectors wider than four
          // lanes. `operations.test.ts` runs every kernel at Mesa's own width.
          env: { LP_NUM_THREADS: "0", GALLIVM_PERF: "nopt", LP_NATIVE_VECTOR_WIDTH: "128" },
        },
      },
      // Trainings that take minutes, for `npm run test:long`.
      {
        extends: true,
        test: { name: "long", include: process.env.NETLOOM_LONG ? [long] : [] },
      },
      // Webviews on a bare page in a browser; `npm run test:page` finds one.
      {
        extends: true,
        test: {
          name: "page",
          include: process.env.NETLOOM_CHROMIUM ? ["test/webview/page/**/*.test.ts"] : [],
        },
      },
      // The real workbench; `npm run test:e2e` prepares it.
      {
        extends: true,
        test: {
          name: "e2e",
          // A workbench, its browser and an engine keep two cores busy; side by side on those, they only wait for each other.
          maxWorkers: Math.max(1, Math.floor(availableParallelism() / 2)),
          include: process.env.NETLOOM_E2E ? ["test/e2e/**/*.test.ts"] : [],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
