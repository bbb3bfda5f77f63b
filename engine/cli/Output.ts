import type { FixableProblem } from "../fixes/fix";
import { t } from "@vscode/l10n";
import { showFix } from "../fixes/showFix";
import type { Problem } from "../graph/problem";
import type { EngineErrorData } from "../run/events";
import { exitCode, type ExitCode } from "./exitCode";

/** Where results and messages go: text for the user, or one JSON event per line on stdout and nothing else there. */
export class Output {
  constructor(readonly json: boolean) {}

  /** A line of text on stdout. */
  print(line: string): void {
    if (!this.json) process.stdout.write(`${line}\n`);
  }

  /** Text on stdout, without an end of line. */
  write(text: string): void {
    if (!this.json) process.stdout.write(text);
  }

  /** A line of text on stderr. */
  complain(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  /** An event on stdout; only with `--json`. */
  event(event: { readonly event: string }): void {
    if (this.json) process.stdout.write(`${JSON.stringify(event)}\n`);
  }

  /**
   * `file:line:column: message [code]`, followed by its fixes, numbered across all problems; or one event for each
   * problem.
   */
  problems(file: string, text: string, problems: readonly FixableProblem[]): void {
    let number = 0;
    const positions = new Positions(text);
    for (const problem of problems) {
      this.problem(file, positions, problem, problem.severity === "warning" ? "warning: " : "");
      if (this.json) continue;
      for (const fix of problem.fixes ?? []) this.complain(`  ${t("fix {0}: {1}", ++number, showFix(fix))}`);
    }
  }

  /** Like `problems`, for what is not a mistake yet. */
  notes(file: string, text: string, notes: readonly Problem[]): void {
    const positions = new Positions(text);
    for (const note of notes) this.problem(file, positions, { ...note, severity: "warning" }, "note: ");
  }

  private problem(file: string, positions: Positions, problem: Problem, kind: string): void {
    const { line, column } = positions.at(problem.range.offset);
    if (this.json) this.event({ event: "problem", file, line, column, ...problem } as { event: string });
    else
      this.complain(`${file}:${String(line)}:${String(column)}: ${kind}${problem.message} [${problem.code}]`);
  }

  /** Reports the error that ended the command; returns its exit code. */
  fail(error: EngineErrorData): ExitCode {
    if (this.json) this.event({ event: "error", ...error });
    else {
      this.complain(`${error.message} [${error.code}]`);
      if (error.hint) this.complain(error.hint);
      if (error.code === "data-changed")
        this.complain(t("Add --data-changed to continue with the new data."));
    }
    return exitCodeOf(error.code);
  }

  /**
   * Resolves when stdout and stderr have been written: what is left in a pipe's queue would be lost when the process
   * ends.
   */
  async flush(): Promise<void> {
    for (const stream of [process.stdout, process.stderr])
      await new Promise<void>((resolve) => {
        stream.write("", () => resolve());
      });
  }
}

/** 1: the model or its data are at fault; 3: the engine. */
export function exitCodeOf(code: string): ExitCode {
  const model = code.startsWith("data-") || modelCodes.has(code);
  return model ? exitCode.problems : exitCode.failed;
}

const modelCodes = new Set([
  "model-has-problems",
  "model-too-large",
  "model-changed",
  "no-training-samples",
  "loss-not-finite",
  "checkpoint-does-not-fit",
  "checkpoint-unreadable",
  "no-such-checkpoint",
  "data-changed",
  "no-weight-fits",
  "run-is-active",
  "run-outside",
  "value-out-of-range",
  "not-a-run",
  "tensor-missing",
  "tensor-does-not-fit",
  "not-safetensors",
  "weights-do-not-fit",
  "unknown-port",
  "nothing-to-predict",
  "given-and-wanted",
  "input-missing",
  "input-not-needed",
  "input-shape",
  "input-not-finite",
  "input-dtype",
  "input-out-of-range",
  "input-unreadable",
  "prediction-not-a-number",
  "not-a-sequence-model",
  "not-causal",
  "prompt-too-short",
  "prompt-unknown",
]);

/** Lines and columns, counted from 1 in UTF-16 code units as in editors, of positions in ascending order. */
class Positions {
  private line = 1;
  private start = 0;
  private seen = 0;

  constructor(private readonly text: string) {}

  at(offset: number): { readonly line: number; readonly column: number } {
    if (offset < this.seen) [this.line, this.start, this.seen] = [1, 0, 0];
    for (; this.seen < offset; this.seen++)
      if (this.text[this.seen] === "\n") [this.line, this.start] = [this.line + 1, this.seen + 1];
    return { line: this.line, column: offset - this.start + 1 };
  }
}
