import type { TrainingRun } from "../TrainingRun";
import type { Callback } from "./Callback";
import { BestEpoch } from "./BestEpoch";
import { Checkpoints } from "./Checkpoints";
import { EarlyStopping } from "./EarlyStopping";
import { EpochValidation } from "./EpochValidation";
import { GradientStatistics } from "./GradientStatistics";
import { LearningRateSchedule } from "./LearningRateSchedule";
import { LivePanels } from "./LivePanels";
import { NotFiniteGuard } from "./NotFiniteGuard";
import { StepReports } from "./StepReports";
import { YieldToMessages } from "./YieldToMessages";

export type { Callback, EpochResult } from "./Callback";

/** Everything that observes a training run or acts on it, in the order in which the loop calls it. */
export function trainingCallbacks(run: TrainingRun): readonly Callback[] {
  const reports = new StepReports(run);
  const guard = new NotFiniteGuard(run, reports);
  return [
    // Messages take effect before the next step.
    new YieldToMessages(),
    // An epoch's steps are reported before the epoch, and good steps before the error caused by a bad one.
    reports,
    // Once values are not finite, the callbacks below are pointless, and nothing may be saved.
    guard,
    new GradientStatistics(run),
    new LivePanels(run),
    // Computes the loss and the watched figure that the next three need.
    new EpochValidation(run),
    // These change state that a checkpoint at this step must contain.
    new LearningRateSchedule(run),
    new BestEpoch(run),
    // Knows from the one before it whether the epoch was an improvement.
    new EarlyStopping(run),
    // Last: a checkpoint includes what the others have done at this step.
    new Checkpoints(run, guard),
  ];
}
