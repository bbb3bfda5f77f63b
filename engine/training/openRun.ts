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
import { outsideAt } from "./outsideAt";
import { RunFolder } from "./RunFolder";
import { sameModel } from "./sameModel";
import { writeWeights } from "./startingWeights";
import { StepRunner, type OnStep } from "./StepRunner";
import { checkedModel, makePlan, startFresh, type TrainingPlan } from "./TrainingPlan";
import { Validation } from "./Validation";

/** Where a run comes from. */
export interface Origin {
  readonly started: string;
  readonly data: DataIdentity;
  readonly dataChangedAt: number | undefined;
  readonly weights: WeightsReport | undefined;
  readonly weightsFrom: string | undefined;
  /** Why the last checkpoint was not what it went on from. */
  readonly lastIs: string | undefined;
  /** Whether it went back to an earlier step, whose later course is given up. */
  readonly wentBack: boolean;
}

/** All that a run needs for its first step. */
export interface OpenedRun {
  readonly plan: TrainingPlan;
  readonly folder: RunFolder;
  readonly steps: StepRunner;
  readonly validation: Validation;
  /** Is told what each step gives. */
  readonly onStep: { listener: OnStep };
  readonly cursor: Cursor;
  readonly origin: Origin;
  readonly diagnosis: RunDiagnosis;
}

/**
 * Checks the model, loads its data, compiles it for the device and makes or reopens the run folder. Throws an error
 * with a code (see `describeError`), or the signal's reason, and leaves nothing open where any of this fails.
 */
export async function openRun(
  options: TrainOptions,
  emit: (event: RunEvent) => void,
  signal?: AbortSignal,
): Promise<OpenedRun> {
  const earlier = options.resume === undefined ? undefined : await RunFolder.open(options.resume);
  try {
    // Before data are read for nothing.
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
  // Said before it begins, since much of it lets nothing else happen: the message must be out by then.
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
    const onStep: { listener: OnStep } = { listener: () => undefined };
    await begin("device");
    const steps = await StepRunner.load(
      plan.session,
      plan.parts,
      ({ compiled }) => compiled.program,
      (...told) => onStep.listener(...told),
    );
    await begin("weights");
    const loaded: Loaded = earlier
      ? options.fromStep === undefined
        ? await loadLatest(earlier.folder, plan.session, plan.compiled.program)
        : await loadStep(earlier.folder, options.fromStep, plan.session, plan.compiled.program)
      : { cursor: await startFresh(plan) };
    const { cursor } = loaded;
    const weights =
      options.weights === undefined || earlier ? undefined : await writeWeights(plan, options.weights);
    const outside = await outsideAt(plan, cursor.step);
    if (outside) throw outside;
    const validation = await Validation.open(plan);
    signal?.throwIfAborted();
    const now = new Date();
    const folder = earlier?.folder ?? (await RunFolder.create(options.runs, options.file, options.text, now));
    const started = earlier?.record.started ?? now.toISOString();
    const origin: Origin = {
      started,
      data,
      dataChangedAt: dataChangedAt(changes.length > 0, cursor.step, earlier?.record.dataChangedAt),
      weights,
      weightsFrom: weights?.source ?? earlier?.record.weights,
      lastIs: loaded.lastIs,
      wentBack: earlier !== undefined && options.fromStep !== undefined,
    };
    const diagnosis = new RunDiagnosis(networkFacts(model.typed.graph));
    if (earlier) await new RunReader(folder.path).readNew((event) => diagnosis.replay(event));
    return { plan, folder, steps, validation, onStep, cursor, origin, diagnosis };
  } catch (error) {
    await runtime.dispose();
    throw error;
  }
}

/** The first step from which on the data are not those that the run was started with. */
function dataChangedAt(changed: boolean, step: number, before: number | undefined): number | undefined {
  // A run that goes back to before the change takes the new data from there on.
  return changed || (before !== undefined && before > step) ? step : before;
}
