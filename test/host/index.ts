import { readdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import Mocha from "mocha";

/** Called by the extension host: runs every suite in this folder and writes the counts to a file. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: 30_000, reporter: "spec", forbidOnly: true });
  // A single suite: NETLOOM_GREP="canvas" npm run test:host
  if (process.env.NETLOOM_GREP) mocha.grep(process.env.NETLOOM_GREP);
  for (const name of readdirSync(__dirname).sort())
    if (name.endsWith(".test.cjs")) mocha.addFile(path.join(__dirname, name));
  console.log("@@suites-begin");
  const failures: { name: string; error: string }[] = [];
  const failureCount = await new Promise<number>((resolve) => {
    const runner = mocha.run((count) => {
      const { passes: passed = 0, failures: failed = count, pending = 0 } = runner.stats ?? {};
      const file = process.env.NETLOOM_RESULTS;
      if (file) writeFileSync(file, JSON.stringify({ passed, failed, pending, failures }));
      console.log("@@suites-end");
      resolve(count);
    });
    runner.on("fail", (test, error: unknown) => {
      failures.push({ name: test.fullTitle(), error: String(error) });
    });
  });
  if (failureCount > 0) throw new Error(`${failureCount} tests failed`);
}
