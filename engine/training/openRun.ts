import { setImmediate } from "node:timers/promises";
import { networkFacts } from "../diagnosis/networkFacts";
import { RunDiagnosis } from "../diagnosis/RunDiagnosis";
import type { PreparingPhase, RunEvent, WeightsReport } from "../run/events";
import type { TrainOptions } from "../run/options";
import { RunReader } from "../runFolder/RunReader";
import { createRuntime } from "../runtime/createRuntime";
import { checkStep, loadLatest, loadStep, type Cursor, type Loaded } from "./checkpoint";
import { changesOf, identityOf, type DataIdentity } from "./dataIdentity";
import { dataChanged, modelChanged } from "./errors";
import { outOfDomainAt } from "./outOfDomainAt";
import { AfterSteps } from "./AfterSteps";
import { RunFolder } from "./RunFolder";
import { sameModel } from "./sameModel";
import { writeWeights } from "./startingWeights";
import { StepRunner, type OnRun } from "./StepRunner";
import { checkedModel, makePlan, startFresh, type TrainingPlan } from "./TrainingPlan";
import { Validation } from "./Validation";

/** Where a run started or resumed from. */
export interface Origin {
  readonly started: string;
  readonly data: DataIdentity;
  readonly dataChangedAt: number | undefined;
  readonly weights: WeightsReport | undefined;
  readonly weightsFrom: string | undefined;
  /** Why it could not resume from the last checkpoint; undefined if it did. */
  readonly lastUnusable: string | undefined;
  /** Whether it went back to an earlier step, discarding what followed. */
  readonly wentBack: boolean;
}

/** Everything that a run needs for its first step. */
export interface OpenedRun {
  readonly plan: TrainingPlan;
  readonly folder: RunFolder;
  readonly steps: StepRunner;
  readonly after: AfterSteps;
  readonly validation: Validation;
  /** Receives the outputs of each run of a step. */
  readonly onStep: { listener: OnRun };
  readonly cursor: Cursor;
  readonly origin: Origin;
  readonly diagnosis: RunDiagnosis;
}

/**
 * Checks the model, loads its data, compiles it for the device, and creates or reopens the run folder. If any of this
 * fails, throws an error with a code (see `describeError`) or the signal's reason, and leaves nothing open.
 */
export async function openRun(
  options: TrainOptions,
  emit: (event: RunEvent) => void,
  signal?: AbortSignal,
): Promise<OpenedRun> {
  const earlier = options.resume === undefined ? undefined : await RunFolder.open(options.resume);
  try {
    // Before spending time on the data.
    if (earlier && options.fromStep !== undefined) await checkStep(earlier.folder, options.fromStep);
    return await prepare(options, emit, signal, earlier);
  } catch (error) {
    await earlier?.folder.close();
    throw error;
  }
}

async function prepare(
  options: TrainOptions,
  emit: (event: RunEvent) => void,
  signal: AbortSignal | undefined,
  earlier: Awaited<ReturnType<typeof RunFolder.open>> | undefined,
): Promise<OpenedRun> {
  if (earlier && !sameModel(earlier.text, options.text)) throw modelChanged(earlier.folder.path);
  // Reports the phase and lets the message be sent before the phase starts, since it may block the process.
  const begin = async (phase: PreparingPhase) => {
    emit({ event: "preparing", run: "", phase });
    await setImmediate();
    signal?.throwIfAborted();
  };
  await begin("data");
  const model = await checkedModel(options);
  const runtime = await createRuntime(options.device);
  try {
    const plan = await makePlan(model, runtime, options, begin, earlier?.record);
    const data = await identityOf(plan.datasets);
    const changes = earlier ? changesOf(earlier.record.data, data) : [];
    if (earlier && changes.length > 0 && !options.dataChanged)
      throw dataChanged(earlier.folder.path, changes);
    const onStep: { listener: OnRun } = { listener: () => undefined };
    await begin("device");
    const steps = await StepRunner.load(
      plan.session,
      plan.parts,
      ({ compiled }) => compiled.program,
      (...result) => onStep.listener(...result),
    );
    const after = await AfterSteps.load(plan.session, plan.after);
    await plan.experience?.load(plan.session);
    await begin("weights");
    const loaded: Loaded = earlier
      ? options.fromStep === undefined
        ? await loadLatest(earlier.folder, plan.storage, plan.storage)
        : await loadStep(earlier.folder, options.fromStep, plan.storage, plan.storage)
      : { cursor: await startFresh(plan) };
    const { cursor } = loaded;
    const weights =
      options.weights === undefined || earlier ? undefined : await writeWeights(plan, options.weights);
    const outOfDomain = await outOfDomainAt(plan, cursor.step);
    if (outOfDomain) throw outOfDomain;
    const validation = Validation.of(plan);
    signal?.throwIfAborted();
    const now = new Date();
    await earlier?.folder.writeData(model.facts);
    const folder =
      earlier?.folder ?? (await RunFolder.create(options.runs, options.file, options.text, model.facts, now));
    const started = earlier?.record.started ?? now.toISOString();
    const origin: Origin = {
      started,
      data,
      dataChangedAt: dataChangedAt(changes.length > 0, cursor.step, earlier?.record.dataChangedAt),
      weights,
      weightsFrom: weights?.source ?? earlier?.record.weights,
      lastUnusable: loaded.lastUnusable,
      wentBack: earlier !== undefined && options.fromStep !== undefined,
    };
    const diagnosis = new RunDiagnosis(networkFacts(model.typed.graph));
    if (earlier) await new RunReader(folder.path).readNew((event) => diagnosis.replay(event));
    return { plan, folder, steps, after, validation, onStep, cursor, origin, diagnosis };
  } catch (error) {
    await runtime.dispose();
    throw error;
  }
}

/** The step since which the data differ from those that the run was started with. */
function dataChangedAt(changed: boolean, step: number, before: number | undefined): number | undefined {
  // A run that goes back to before the change uses the new data from there on.
  return changed || (before !== undefined && before > step) ? step : before;
}
