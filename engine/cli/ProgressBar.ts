import { t } from "@vscode/l10n";
import type { EpochEvent, EpochMetrics, PreparingPhase, RunEvent, StepsEvent } from "../run/events";

const barWidth = 24;

/** A run's progress in a terminal: a bar with loss, samples/s and time left on stderr, and one line per epoch. */
export class ProgressBar {
  private steps = 0;
  private epochs = 0;
  private readonly live = process.stderr.isTTY;

  constructor(private readonly shown: boolean) {}

  show(event: RunEvent): void {
    if (!this.shown) return;
    switch (event.event) {
      case "preparing":
        if (this.live) process.stderr.write(`\r${preparing(event.phase)}\u001b[K`);
        break;
      case "start":
        this.steps = event.steps;
        this.epochs = event.epochs;
        this.line(
          t(
            "{0}: {1} parameters, {2} steps of {3} samples",
            event.device.name,
            event.parameters,
            event.steps,
            event.batchSize,
          ),
        );
        break;
      case "steps":
        if (this.live) process.stderr.write(`\r${this.bar(event)}\u001b[K`);
        break;
      case "epoch":
        this.line(this.summary(event));
        break;
      case "warning":
        this.line(t("warning: {0}", event.message));
        break;
      case "diagnosis":
        this.line(t("step {0}: {1}", event.step, event.message));
        break;
      case "end":
        for (const found of event.diagnoses ?? []) {
          this.line(found.message);
          if (found.evidence !== undefined) this.line(`  ${found.evidence}`);
          this.line(`  ${found.advice}`);
        }
        if (this.live) process.stderr.write("\r\u001b[K");
        break;
      default:
    }
  }

  private bar({ first, loss, samplesPerSecond, secondsLeft }: StepsEvent): string {
    const step = first + loss.length - 1;
    const done = Math.round((step / this.steps) * barWidth);
    const blocks = "█".repeat(done) + "░".repeat(Math.max(0, barWidth - done));
    const numbers = t(
      "{0}/{1}  loss {2}  {3} samples/s  {4} left",
      step,
      this.steps,
      show(loss.at(-1) ?? NaN),
      Math.round(samplesPerSecond),
      duration(secondsLeft),
    );
    return `${blocks} ${numbers}`;
  }

  private summary({ epoch, train, validation }: EpochEvent): string {
    // A network that plays has no loss in evaluation.
    const shown = ({ loss, ...others }: EpochMetrics) =>
      Number.isNaN(loss) && others.return !== undefined ? others : { loss, ...others };
    const list = (values: EpochMetrics) =>
      Object.entries(shown(values))
        .flatMap(([name, value]) => (typeof value === "number" ? `${name} ${show(value)}` : []))
        .join("  ");
    const parts = [t("epoch {0}/{1}", epoch, this.epochs), t("train {0}", list(train))];
    if (validation) parts.push(t("validation {0}", list(validation)));
    return parts.join("  |  ");
  }

  private line(text: string): void {
    process.stderr.write(`${this.live ? "\r\u001b[K" : ""}${text}\n`);
  }
}

/** Four digits, or a dash for a number that is undefined. */
function show(value: number): string {
  return Number.isNaN(value) ? "–" : value.toPrecision(4);
}

function preparing(phase: PreparingPhase): string {
  switch (phase) {
    case "data":
      return t("Reading the data …");
    case "compile":
      return t("Compiling the model …");
    case "device":
      return t("Loading it onto the device …");
    case "weights":
      return t("Setting the weights …");
  }
}

/** 75 s is `1:15`. */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, "0")}`;
}
