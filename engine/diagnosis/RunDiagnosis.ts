import { t } from "@vscode/l10n";
import type { DiagnosisData, DiagnosisEvent, EndEvent, RunEvent, StartEvent } from "../run/events";
import { byObjective } from "./byObjective";
import { describe, toneOf } from "./describe";
import { diagnose, type Finding } from "./diagnose";
import { diagnoseRun } from "./diagnoseRun";
import { lossShowsProgress } from "./lossShowsProgress";
import type { NetworkFacts } from "./networkFacts";
import { afterStatistics, nothingObserved, type ObservedNetwork } from "./observed";
import { RunLosses } from "./RunLosses";

/** Losses are diagnosed again each time their number has grown by this factor, so the cost per step does not grow with the run. */
const growth = 1.02;
/** How many weights a diagnosis lists by name. */
const maxNames = 20;

/** Diagnoses a run from its events, with the same code as the views. */
export class RunDiagnosis {
  /** By the objective's name; undefined for the implicit one. */
  private observed = new Map<string | undefined, ObservedNetwork>();
  private readonly losses = new RunLosses();
  private start: StartEvent | undefined;
  /** Numbers of steps and epochs at which the losses are diagnosed next. */
  private next = { step: 0, epoch: 0 };
  private byGradients: readonly DiagnosisData[] = [];
  private byLosses: readonly DiagnosisData[] = [];
  private readonly reported = new Set<string>();

  constructor(private readonly network: NetworkFacts | undefined) {}

  /** Adds an event without diagnosing: one from before the run was resumed. */
  replay(event: RunEvent): void {
    switch (event.event) {
      case "start":
        this.start = event;
        this.losses.forgetFrom(event.resumedAt + 1);
        // Statistics of steps that were discarded, or will be repeated, no longer apply.
        for (const [objective, { step }] of this.observed)
          if (step > event.resumedAt) this.observed.delete(objective);
        break;
      case "steps":
        this.losses.appendSteps(event);
        break;
      case "epoch":
        this.losses.appendEpoch(event);
        break;
      case "gradients":
        for (const [objective, own] of byObjective(event)) {
          const before = this.observed.get(objective) ?? nothingObserved;
          this.observed.set(objective, afterStatistics(before, own));
        }
        break;
      default:
    }
  }

  /** Adds an event and returns the diagnoses that are new with it; each code is reported once. */
  after(event: RunEvent): readonly DiagnosisEvent[] {
    this.replay(event);
    if (event.event === "gradients") {
      this.byGradients = [...this.observed].flatMap(([objective, { weights, activations }]) => {
        const progress = lossShowsProgress(this.start) ? this.losses.progress : undefined;
        const { findings } = diagnose([...weights.values()], [...activations.values()], progress);
        return findings.map((finding) => this.toData(finding, objective));
      });
    } else if (!this.isLossDue(event)) return [];
    else this.diagnoseLosses(false);
    return this.appeared(event.run, "step" in event ? event.step : this.losses.lastStep);
  }

  /** Diagnoses the run a last time: the diagnoses that are new, and all that hold at the end. */
  atEnd({ run, step, status }: EndEvent): {
    readonly appeared: readonly DiagnosisEvent[];
    readonly holding: readonly DiagnosisData[];
  } {
    if (status === "completed" || status === "stopped") this.diagnoseLosses(true);
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

  private diagnoseLosses(ended: boolean): void {
    if (!lossShowsProgress(this.start)) return;
    const { loss, train, validation } = this.losses;
    const found = diagnoseRun({
      loss,
      train,
      validation,
      activations: [...this.observed.values()].flatMap(({ activations }) => [...activations.values()]),
      batchSize: this.start?.batchSize,
      stepsPerEpoch: this.start?.stepsPerEpoch,
      ended,
    });
    this.byLosses = found
      ? [{ code: found.kind, severity: "warning", message: found.title, advice: found.advice }]
      : [];
  }

  /** Gradients and losses may both show dead units, which are reported once. */
  private holding(): readonly DiagnosisData[] {
    const codes = new Set(this.byGradients.map(({ code }) => code));
    return [...this.byGradients, ...this.byLosses.filter(({ code }) => !codes.has(code))];
  }

  private appeared(run: string, step: number): readonly DiagnosisEvent[] {
    const fresh = this.holding().filter((found) => !this.reported.has(keyOf(found)));
    for (const found of fresh) this.reported.add(keyOf(found));
    return fresh.map((found) => ({ event: "diagnosis", run, step, ...found }));
  }

  private toData(finding: Finding, objective: string | undefined): DiagnosisData {
    const { condition, keys, node } = finding;
    const { title, evidence, advice } = describe(finding, this.network);
    return {
      code: condition.kind,
      severity: toneOf(condition),
      message: objective === undefined ? title : t("{0}: {1}", objective, title),
      evidence,
      advice,
      nodeId: node,
      weights: { count: keys.length, names: keys.slice(0, maxNames) },
      ...(objective !== undefined && { objective }),
    };
  }
}

/** What is reported once. */
function keyOf({ code, objective }: DiagnosisData): string {
  return objective === undefined ? code : `${objective}/${code}`;
}
