// What `npm test` shows of Vitest: files that fail or are slow, how far it is, and at the end what failed.
import { DefaultReporter } from "vitest/node";
import { dim, say, seconds } from "./terminal.mjs";

/** Milliseconds from which a file is worth a line. */
const slow = 10_000;
/** Milliseconds after which something is said though nothing happened. */
const silence = 30_000;

export default class TestReporter extends DefaultReporter {
  constructor() {
    super({ summary: false });
  }

  onTestRunStart(specifications) {
    super.onTestRunStart(specifications);
    [this.files, this.ended, this.said] = [specifications.length, 0, performance.now()];
  }

  printTestModule(file) {
    this.ended++;
    const { duration } = file.diagnostic();
    const failed = file.state() === "failed";
    if (failed || duration > slow) super.printTestModule(file);
    else if (performance.now() - this.said > silence)
      say(dim(`${this.ended} of ${this.files} files, ${seconds(performance.now() - this.start)}`));
    else return;
    this.said = performance.now();
  }

  printTestCase(state, test) {
    if (test.result().state === "failed") super.printTestCase(state, test);
  }
}
