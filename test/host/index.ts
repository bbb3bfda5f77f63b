import { readdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import Mocha from "mocha";

/** The extension host loads this file and calls `run`: every suite beside it, with the counts in a file. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: 30_000, reporter: "spec", forbidOnly: true });
  // One suite alone: NETLOOM_GREP="canvas" npm run test:host
  if (process.env.NETLOOM_GREP) mocha.grep(process.env.NETLOOM_GREP);
  for (const name of readdirSync(__dirname).sort())
    if (name.endsWith(".test.cjs")) mocha.addFile(path.join(__dirname, name));
  console.log("@@suites-begin");
  const said: { name: string; error: string }[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run((failed) => {
      const { passes = 0, failures: failed_ = failed, pending = 0 } = runner.stats ?? {};
      const file = process.env.NETLOOM_RESULTS;
      if (file)
        writeFileSync(file, JSON.stringify({ passed: passes, failed: failed_, pending, failures: said }));
      console.log("@@suites-end");
      resolve(failed);
    });
    runner.on("fail", (test, error: unknown) => {
      said.push({ name: test.fullTitle(), error: String(error) });
    });
  });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
