import type { HostArrays } from "../tensor/hostArrays";
import { hasRoom } from "./checkMemory";
import { StepRunner } from "./StepRunner";
import type { Throughput } from "./Throughput";
import type { TrainingPart, TrainingPlan } from "./TrainingPlan";

/** Statistics may take this share of the time, and rest for so many seconds, since nobody can look more often. */
const probeShare = 0.02;
const probeRest = 0.3;

/** Decides at which steps of a run statistics are taken, and takes them: of the step that comes, by Programs of their own. */
export class RunStatistics {
  private every: number;
  /** The step before which they are taken next. */
  private next = 0;
  private probes: StepRunner | undefined;

  constructor(
    private readonly plan: TrainingPlan,
    private readonly throughput: Throughput,
    private readonly onTaken: (step: number, outputs: HostArrays) => void,
  ) {
    this.every = plan.options.probeEvery;
  }

  /** Steps between two of them from a step on; 0: none. */
  watch(every: number, step: number): void {
    this.every = every;
    this.next = step;
  }

  /** Whether they are to be taken of a step, counted from 0; of the last one always. */
  isDue(step: number): boolean {
    return this.every > 0 && (step >= this.next || step === this.plan.steps - 1);
  }

  /**
   * Takes them of the step that a part is filled for. The next are taken after `every` steps, or later where they would cost
   * more than a few per cent of the time, or come faster than anybody can look. False, and none from then on, where there is
   * no memory for them.
   */
  async take(part: TrainingPart, step: number): Promise<boolean> {
    const { plan } = this;
    const { parts, evaluations } = plan;
    // Those that a run begins with were counted before.
    const loaded = [...parts, ...evaluations].map(({ compiled }) => compiled.program);
    if (!this.probes && plan.options.probeEvery === 0) {
      const further = parts.map(({ statistics }) => statistics());
      if (!hasRoom(plan.typed, plan.runtime.device.kind, loaded, further)) {
        this.every = 0;
        return false;
      }
    }
    this.probes ??= await StepRunner.load(
      plan.session,
      parts,
      ({ statistics }) => statistics(),
      this.onTaken,
    );
    const start = performance.now();
    await this.probes.run(part, step + 1);
    await this.probes.drain();
    const cost = (performance.now() - start) / 1000;
    const rest = Math.max(cost / probeShare, probeRest) * this.throughput.stepsPerSecond;
    this.next = step + Math.max(this.every, Math.ceil(rest));
    return true;
  }
}
