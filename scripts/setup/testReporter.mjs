// Vitest's output in `npm test`: files that fail or are slow, progress, and at the end a list of failures.
import { DefaultReporter } from "vitest/node";
import { dim, say, seconds } from "./terminal.mjs";

/** Milliseconds from which a file is listed as slow. */
const slow = 10_000;
/** Milliseconds without output after which progress is printed. */
const maxSilence = 30_000;

export default class TestReporter extends DefaultReporter {
  constructor() {
    super({ summary: false });
  }

  onTestRunStart(specifications) {
    super.onTestRunStart(specifications);
    [this.files, this.ended, this.printed] = [specifications.length, 0, performance.now()];
  }

  printTestModule(file) {
    this.ended++;
    const { duration } = file.diagnostic();
    const failed = file.state() === "failed";
    if (failed || duration > slow) super.printTestModule(file);
    else if (performance.now() - this.printed > maxSilence)
      say(dim(`${this.ended} of ${this.files} files, ${seconds(performance.now() - this.start)}`));
    else return;
    this.printed = performance.now();
  }

  printTestCase(state, test) {
    if (test.result().state === "failed") super.printTestCase(state, test);
  }
}
