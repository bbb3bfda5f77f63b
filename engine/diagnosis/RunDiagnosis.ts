import type { DiagnosisData, DiagnosisEvent, EndEvent, RunEvent, StartEvent } from "../run/events";
import { describe, toneOf } from "./describe";
import { diagnose, type Finding } from "./diagnose";
import { diagnoseRun } from "./diagnoseRun";
import type { NetworkFacts } from "./networkFacts";
import { afterStatistics, nothingObserved } from "./observed";
import { RunLosses } from "./RunLosses";

/** The losses are looked at again once there are this many times as many, so that a long run costs no more per step. */
const growth = 1.02;
/** Weights that a diagnosis names. */
const named = 20;

/** Follows a run by its events and says what is wrong with it, by the code that the views judge by. */
export class RunDiagnosis {
  private observed = nothingObserved;
  private readonly losses = new RunLosses();
  private start: StartEvent | undefined;
  private next = { step: 0, epoch: 0 };
  private byGradients: readonly DiagnosisData[] = [];
  private byLosses: readonly DiagnosisData[] = [];
  private readonly told = new Set<string>();

  constructor(private readonly network: NetworkFacts | undefined) {}

  /** Takes an event of the run before it was resumed. */
  recall(event: RunEvent): void {
    switch (event.event) {
      case "start":
        this.start = event;
        this.losses.forgetFrom(event.resumedAt + 1);
        // Statistics of steps that the run gave up, or will repeat, say nothing about it.
        if (this.observed.step > event.resumedAt) this.observed = nothingObserved;
        break;
      case "steps":
        this.losses.appendSteps(event);
        break;
      case "epoch":
        this.losses.appendEpoch(event);
        break;
      case "gradients":
        this.observed = afterStatistics(this.observed, event);
        break;
      default:
    }
  }

  /** Takes an event of the run; gives the diagnoses that appear with it, each code once. */
  after(event: RunEvent): readonly DiagnosisEvent[] {
    this.recall(event);
    if (event.event === "gradients") {
      const { weights, activations } = this.observed;
      const { findings } = diagnose([...weights.values()], [...activations.values()], this.losses.progress);
      this.byGradients = findings.map((finding) => this.inWords(finding));
    } else if (!this.isLossDue(event)) return [];
    else this.judgeLosses(false);
    return this.appeared(event.run, "step" in event ? event.step : this.losses.lastStep);
  }

  /** What a run that has ended is judged by once more: what appears now, and all that holds. */
  atEnd({ run, step, status }: EndEvent): {
    readonly appeared: readonly DiagnosisEvent[];
    readonly holding: readonly DiagnosisData[];
  } {
    if (status === "completed" || status === "stopped") this.judgeLosses(true);
    return { appeared: this.appeared(run, step), holding: this.holding() };
  }

  private isLossDue({ event }: RunEvent): boolean {
    const { loss, validation } = this.losses;
    if (event === "steps" && loss.length >= this.next.step) {
      this.next.step = Math.ceil(loss.length * growth);
      return true;
    }
    if (event === "epoch" && validation.value.length >= this.next.epoch) {
      this.next.epoch = Math.ceil(validation.value.length * growth);
      return true;
    }
    return false;
  }

  private judgeLosses(ended: boolean): void {
    const { loss, train, validation } = this.losses;
    const found = diagnoseRun({
      loss,
      train,
      validation,
      activations: this.observed.activations.values(),
      batchSize: this.start?.batchSize,
      stepsPerEpoch: this.start?.stepsPerEpoch,
      ended,
    });
    this.byLosses = found
      ? [{ code: found.kind, severity: "warning", message: found.title, advice: found.advice }]
      : [];
  }

  /** Dead units may be told by either: once is enough. */
  private holding(): readonly DiagnosisData[] {
    const codes = new Set(this.byGradients.map(({ code }) => code));
    return [...this.byGradients, ...this.byLosses.filter(({ code }) => !codes.has(code))];
  }

  private appeared(run: string, step: number): readonly DiagnosisEvent[] {
    const fresh = this.holding().filter(({ code }) => !this.told.has(code));
    for (const { code } of fresh) this.told.add(code);
    return fresh.map((found) => ({ event: "diagnosis", run, step, ...found }));
  }

  private inWords(finding: Finding): DiagnosisData {
    const { condition, keys, node } = finding;
    const { title, evidence, advice } = describe(finding, this.network);
    return {
      code: condition.kind,
      severity: toneOf(condition),
      message: title,
      evidence,
      advice,
      nodeId: node,
      weights: { count: keys.length, names: keys.slice(0, named) },
    };
  }
}
