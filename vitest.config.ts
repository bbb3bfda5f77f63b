import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    {
      name: "wgsl-as-text",
      transform: (code, id) =>
        id.endsWith(".wgsl") ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined,
    },
  ],
  // The same JSX as in the bundles, so that components can be rendered in unit tests.
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    // Dawn keeps a process alive, and its callbacks run on the thread that made the device: no worker threads.
    pool: "forks",
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/host/**", "test/e2e/**", "**/node_modules/**"],
    testTimeout: 20_000,
    passWithNoTests: false,
  },
});
