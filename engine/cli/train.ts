import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import type { EndEvent, RunEvent } from "../run/events";
import { defaultRuns } from "../runFolder/runPaths";
import type { CheckpointsByStep } from "../run/options";
import { describeError } from "../training/describeError";
import { refuseOutside } from "../training/refuseOutside";
import { Trainer } from "../training/Trainer";
import { deviceOption } from "./deviceOption";
import { exitCode, type ExitCode } from "./exitCode";
import { Interruption } from "./Interruption";
import { openFile, wholeNumber } from "./openFile";
import { exitCodeOf, type Output } from "./Output";
import { ProgressBar } from "./ProgressBar";
import { UsageError } from "./UsageError";
import { weightsTable } from "./weightsTable";

/** `netloom train FILE`: trains to the end. Ctrl+C saves a checkpoint and exits with 130. */
export async function train(args: string[], output: Output): Promise<ExitCode> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      device: { type: "string" },
      epochs: { type: "string" },
      steps: { type: "string" },
      seed: { type: "string" },
      resume: { type: "string" },
      "from-step": { type: "string" },
      runs: { type: "string" },
      weights: { type: "string" },
      gradients: { type: "string" },
      "keep-checkpoints": { type: "string" },
      "checkpoint-every": { type: "string" },
      "data-changed": { type: "boolean" },
      json: { type: "boolean" },
    },
  });
  const device = deviceOption(values.device);
  const limits = {
    epochs: wholeNumber("epochs", values.epochs, 1),
    steps: wholeNumber("steps", values.steps, 1),
    seed: wholeNumber("seed", values.seed, 0),
  };
  const probeEvery = wholeNumber("gradients", values.gradients, 0) ?? 0;
  const fromStep = wholeNumber("from-step", values["from-step"], 1);
  if (fromStep !== undefined && values.resume === undefined)
    throw new UsageError(t("--from-step goes back in a run: name the run with --resume."));
  const checkpoints = keptCheckpoints(values["keep-checkpoints"], values["checkpoint-every"]);
  const { name, text, place } = await openFile(positionals[0]);
  if (values.weights !== undefined && values.resume !== undefined)
    throw new UsageError(t("--weights starts a new run and --resume continues one: use only one of them."));
  const runs = resolve(values.runs ?? defaultRuns);
  // A folder given explicitly may be anywhere.
  if (values.runs === undefined) await refuseOutside(runs, process.cwd());
  const bar = new ProgressBar(!output.json);
  const interruption = new Interruption();
  let trainer: Trainer;
  try {
    trainer = await Trainer.open(
      {
        text,
        ...place,
        ...limits,
        device,
        runs,
        ...(values.resume !== undefined && { resume: resolve(values.resume) }),
        ...(fromStep !== undefined && { fromStep }),
        ...(values["data-changed"] && { dataChanged: true }),
        ...(values.weights !== undefined && { weights: resolve(values.weights) }),
        probeEvery,
        ...(checkpoints && { checkpoints }),
      },
      (event) => {
        printEvent(event, output, bar);
      },
      interruption.signal,
    );
  } catch (error) {
    if (interruption.signal.aborted) {
      output.complain(t("Interrupted before the first step, so there is nothing to save."));
      return exitCode.interrupted;
    }
    const description = describeError(error);
    if (!description.problems) throw error;
    output.problems(name, text, description.problems);
    return exitCode.problems;
  }
  output.problems(name, text, trainer.warnings);
  interruption.onSignal(() => {
    trainer.stop("interrupted");
  });
  return finish(await trainer.train(), output);
}

function keptCheckpoints(
  keepWritten: string | undefined,
  everyWritten: string | undefined,
): CheckpointsByStep | undefined {
  const keep = wholeNumber("keep-checkpoints", keepWritten, 1);
  const every = wholeNumber("checkpoint-every", everyWritten, 1);
  if (keep !== undefined) return { keep, ...(every !== undefined && { every }) };
  if (every === undefined) return undefined;
  throw new UsageError(t("--checkpoint-every needs --keep-checkpoints, which limits how many stay."));
}

function finish({ status, error, reason, run }: EndEvent, output: Output): ExitCode {
  if (status === "failed" && error) {
    // With --json, the end event has already reported it.
    if (!output.json) output.fail(error);
    return exitCodeOf(error.code);
  }
  if (status === "interrupted") {
    if (!output.json) output.complain(t("Interrupted; continue with --resume {0}", run));
    return exitCode.interrupted;
  }
  if (reason !== undefined) output.print(reason);
  output.print(t("Saved in {0}", run));
  return exitCode.done;
}

/**
 * With `--json`, one line per step, with its learning rate when it changes; the protocol's events contain several
 * steps.
 */
function printEvent(event: RunEvent, output: Output, bar: ProgressBar): void {
  bar.show(event);
  if (event.event === "start" && event.weights)
    for (const line of weightsTable(event.weights)) output.print(line);
  if (!output.json) return;
  if (event.event !== "steps") {
    if (event.event !== "status") output.event(event);
    return;
  }
  event.loss.forEach((loss, i) => {
    const columns = Object.entries({
      ...event.metrics,
      ...(event.learningRates && { learningRate: event.learningRates }),
    });
    const others = Object.fromEntries(columns.map(([name, values]) => [name, values[i]]));
    output.event({ event: "step", step: event.first + i, loss, ...others } as { event: string });
  });
}
