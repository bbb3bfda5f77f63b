import { t } from "@vscode/l10n";
import { showFix } from "../graph/fixes/showFix";
import type { Problem } from "../graph/problem";
import type { EngineErrorData } from "../server/protocol";
import { exitCode, type ExitCode } from "./exitCode";

/** Where results and complaints go: text for people, or one JSON event a line on stdout and nothing else there. */
export class Output {
  constructor(readonly json: boolean) {}

  /** A line for people, on stdout. */
  print(line: string): void {
    if (!this.json) process.stdout.write(`${line}\n`);
  }

  /** A line for people, on stderr. */
  complain(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  /** An event, on stdout; only with `--json`. */
  event(event: { readonly event: string }): void {
    if (this.json) process.stdout.write(`${JSON.stringify(event)}\n`);
  }

  /** `file:line:column: message [code]` and below it its fixes, numbered through all problems; or an event for each. */
  problems(file: string, text: string, problems: readonly Problem[]): void {
    let number = 0;
    for (const problem of problems) {
      this.problem(file, text, problem, problem.severity === "warning" ? "warning: " : "");
      if (this.json) continue;
      for (const fix of problem.fixes ?? []) this.complain(`  ${t("fix {0}: {1}", ++number, showFix(fix))}`);
    }
  }

  /** As `problems`, of what is no mistake yet. */
  notes(file: string, text: string, notes: readonly Problem[]): void {
    for (const note of notes) this.problem(file, text, { ...note, severity: "warning" }, "note: ");
  }

  private problem(file: string, text: string, problem: Problem, kind: string): void {
    const { line, column } = position(text, problem.range.offset);
    if (this.json) this.event({ event: "problem", file, line, column, ...problem } as { event: string });
    else
      this.complain(`${file}:${String(line)}:${String(column)}: ${kind}${problem.message} [${problem.code}]`);
  }

  /** An error that ended the command; gives the exit code that it means. */
  fail(error: EngineErrorData): ExitCode {
    if (this.json) this.event({ event: "error", ...error });
    else {
      this.complain(`${error.message} [${error.code}]`);
      if (error.hint) this.complain(error.hint);
    }
    return exitCodeOf(error.code);
  }

  /** Resolves when stdout has taken everything. */
  flush(): Promise<void> {
    return new Promise((resolve) => {
      process.stdout.write("", () => resolve());
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
  "not-a-run",
  "tensor-missing",
  "tensor-does-not-fit",
  "not-safetensors",
]);

/** Line and column from 1, in UTF-16 code units as editors count. */
function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - start + 1 };
}
