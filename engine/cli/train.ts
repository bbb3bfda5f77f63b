import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import type { EndEvent, RunEvent } from "../server/protocol";
import { describeError } from "../training/EngineError";
import { Trainer } from "../training/Trainer";
import { deviceOption } from "./deviceOption";
import { exitCode, type ExitCode } from "./exitCode";
import { openFile, wholeNumber } from "./openFile";
import { exitCodeOf, type Output } from "./Output";
import { ProgressBar } from "./ProgressBar";

/** `netloom train FILE`: trains to the end. Ctrl+C saves a checkpoint and ends with 130. */
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
      runs: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const device = deviceOption(values.device);
  const limits = {
    epochs: wholeNumber("epochs", values.epochs, 1),
    steps: wholeNumber("steps", values.steps, 1),
    seed: wholeNumber("seed", values.seed, 0),
  };
  const { name, text, place } = await openFile(positionals[0]);
  const bar = new ProgressBar(!output.json);
  let trainer: Trainer;
  try {
    trainer = await Trainer.open(
      {
        text,
        ...place,
        ...limits,
        device,
        runs: resolve(values.runs ?? ".netloom/runs"),
        ...(values.resume !== undefined && { resume: resolve(values.resume) }),
        probeEvery: 0,
      },
      (event) => {
        tell(event, output, bar);
      },
    );
  } catch (error) {
    const description = describeError(error);
    if (!description.problems) throw error;
    output.problems(name, text, description.problems);
    return exitCode.problems;
  }
  output.problems(name, text, trainer.warnings);
  const interrupt = () => {
    trainer.stop("interrupted");
  };
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  return finish(await trainer.train(), output);
}

function finish({ status, error, run }: EndEvent, output: Output): ExitCode {
  if (status === "failed" && error) {
    // With --json the end event has said it.
    if (!output.json) output.fail(error);
    return exitCodeOf(error.code);
  }
  if (status === "interrupted") {
    if (!output.json) output.complain(t("Interrupted; go on with --resume {0}", run));
    return exitCode.interrupted;
  }
  output.print(t("Saved in {0}", run));
  return exitCode.done;
}

/** JSON lines name every step, with its learning rate where that changes; the protocol's events carry several at once. */
function tell(event: RunEvent, output: Output, bar: ProgressBar): void {
  bar.tell(event);
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
