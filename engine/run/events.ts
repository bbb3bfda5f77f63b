import type { FixableProblem } from "../fixes/fix";
import type { Matrix } from "../metrics/metric";
import type { OutputValues, WeightValues } from "../probes";
import type { DeviceInfo } from "./device";
import type { PanelFields } from "./panels";

/** The error of a failed request or run. */
export interface EngineErrorData {
  /** Stable, kebab-case: `no-gpu`, `data-file-missing`, `loss-not-finite`, `disk-full`. */
  readonly code: string;
  /** Translated, for display. */
  readonly message: string;
  readonly nodeId?: string;
  /** What to do. */
  readonly hint?: string;
  /** The problems in the model's text, if those are the cause. */
  readonly problems?: readonly FixableProblem[];
}

/** What a run reports, in order. `run` is the absolute path of the run folder. */
export type RunEvent =
  | StartEvent
  | StepsEvent
  | EpochEvent
  | GradientsEvent
  | PanelEvent
  | CheckpointEvent
  | WarningEvent
  | DiagnosisEvent
  | StatusEvent
  | EndEvent
  | PreparingEvent;

/** Start of a phase before the first step. A phase may take a while, and the run folder does not exist yet. */
export interface PreparingEvent {
  readonly event: "preparing";
  readonly run: "";
  readonly phase: PreparingPhase;
}
/** Reading the data, compiling the model, loading it onto the device, initialising or reading the weights. */
export type PreparingPhase = "data" | "compile" | "device" | "weights";

export interface StartEvent {
  readonly event: "start";
  readonly run: string;
  readonly model: string;
  readonly device: DeviceInfo;
  readonly parameters: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** In the first epoch. */
  readonly stepsPerEpoch: number;
  /** Planned steps in total. */
  readonly steps: number;
  /** How the weights given to start from matched the model; absent if none were given. */
  readonly weights?: WeightsReport;
  /** Steps already done when the run was resumed; 0 for a new run. */
  readonly resumedAt: number;
  readonly trainSamples: number;
  readonly validationSamples: number;
  /** The names of the metrics, and of each objective's loss: `accuracy`, `generator/loss`, `generator/accuracy`. */
  readonly metrics: readonly string[];
  /** The objectives with names, in their order; absent if there are none. */
  readonly objectives?: readonly StartedObjective[];
  /** Class names in the order of a confusion matrix's rows, by the metric's name; absent if the data do not name classes. */
  readonly classNames?: Readonly<Record<string, readonly string[]>>;
  /** Warnings about the model; absent if there are none. */
  readonly warnings?: readonly Warning[];
}

export interface StartedObjective {
  readonly name: string;
  /** The first and the last epoch in which it runs; absent if it runs in all. */
  readonly epochs?: readonly [first: number, last: number];
}

export interface Warning {
  /** Stable, kebab-case: `no-row-counts`, `batch-larger-than-data`. */
  readonly code: string;
  /** Translated, for display. */
  readonly message: string;
  readonly nodeId?: string;
}

/** How a file's weights matched the model's. */
export interface WeightsReport {
  /** Path of the file. */
  readonly source: string;
  readonly matched: NameList;
  /** Same name but another shape: not used. */
  readonly otherShape: NameList;
  readonly onlyInFile: NameList;
  /** Initialised as without the file. */
  readonly onlyInModel: NameList;
}

/** The first names of a list, and how many it has in total. */
export interface NameList {
  readonly count: number;
  readonly names: readonly string[];
}

/** The steps since the last such event, sent 10 to 20 times a second. */
export interface StepsEvent {
  readonly event: "steps";
  readonly run: string;
  /** Number of the first step in the lists; steps count from 1. */
  readonly first: number;
  /**
   * One per step; null in JSON for a step none of whose rows count, which has no loss. The sum of the losses of the
   * objectives that run in the step.
   */
  readonly loss: readonly number[];
  /**
   * One per step, for metrics that are numbers, and for the loss of each objective with a name; null in JSON for a step
   * in which that objective does not run.
   */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  readonly epoch: number;
  /** At the last of these steps; that of the first objective that runs in it. */
  readonly learningRate: number;
  /** One per step; absent if the learning rate is constant. */
  readonly learningRates?: readonly number[];
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
  /** Training time up to the last of these steps, without pauses; for the charts' time axis. */
  readonly seconds?: number;
}

export interface EpochEvent {
  readonly event: "epoch";
  readonly run: string;
  readonly epoch: number;
  readonly step: number;
  /** Over all steps of the epoch. */
  readonly train: EpochMetrics;
  /** Over the whole validation set. */
  readonly validation?: EpochMetrics;
}

/**
 * The loss and each metric, as one batch of all rows would give them. A number that is not finite is null in JSON: a
 * metric that is undefined for these rows, or a loss without a row that counts.
 */
export interface EpochMetrics {
  readonly loss: number;
  readonly [metric: string]: number | Matrix;
}

export interface GradientsEvent {
  readonly event: "gradients";
  readonly run: string;
  readonly step: number;
  readonly weights: readonly WeightStatistics[];
  readonly activations: readonly ActivationStatistics[];
}

/** What `engine/probes` measures of one trained weight at a step, by the probe's name. */
export interface WeightStatistics extends WeightValues {
  readonly node: string;
  /** `weight`, `bias`, `weight_ih_l0` */
  readonly name: string;
  readonly size: number;
  /** The objective whose gradient and update these are; absent if it has no name. */
  readonly objective?: string;
}

/** What `engine/probes` measures of an activation layer's output over the batch. */
export interface ActivationStatistics extends OutputValues {
  readonly node: string;
  /** The nearest upstream node with weights, whose units these are. */
  readonly follows?: string;
  /** The objective on whose batch it was measured; absent if it has no name. */
  readonly objective?: string;
}

/** The newest of each panel replaces the one before; only those of a run's end are logged. */
export interface PanelEvent extends PanelFields {
  readonly event: "panel";
  readonly run: string;
}

export interface CheckpointEvent {
  readonly event: "checkpoint";
  readonly run: string;
  readonly step: number;
  /** `step`: saved by step, one of several. */
  readonly kind: "best" | "last" | "step";
  readonly file: string;
}

/** Something the user should know about a run that goes on; each is reported once. */
export interface WarningEvent extends Warning {
  readonly event: "warning";
  readonly run: string;
  readonly step: number;
}

/** What is wrong with how a run learns, and what to do about it. */
export interface DiagnosisData {
  /**
   * Stable, kebab-case. From gradients: `not-finite`, `exploding`, `dead`, `vanishing`, `too-fast`, `too-slow`. From
   * losses: `dead`, `overfitting`, `diverging`, `rising`, `not-falling`.
   */
  readonly code: string;
  /** An error stops learning, a warning slows it down. */
  readonly severity: "warning" | "error";
  /** What is wrong. Translated for display, like `evidence` and `advice`. */
  readonly message: string;
  /** The numbers behind it. */
  readonly evidence?: string;
  /** What to do. */
  readonly advice: string;
  /** The node to look at; only from gradients. */
  readonly nodeId?: string;
  /** The weights (`node.name`) that have it, worst first; only from gradients. */
  readonly weights?: NameList;
  /** The objective whose gradients have it; absent if it has no name. */
  readonly objective?: string;
}

/** A new diagnosis; each code is reported once from the start of a run, or from where it was resumed. */
export interface DiagnosisEvent extends DiagnosisData {
  readonly event: "diagnosis";
  readonly run: string;
  readonly step: number;
}

export type RunStatus = "preparing" | "running" | "paused" | "stopping";
export interface StatusEvent {
  readonly event: "status";
  readonly run: string;
  readonly status: RunStatus;
  /** Set by an extension host that only watches the run: the process that trains it. */
  readonly owner?: TrainingProcess;
}

/** The process that is training into a run folder. */
export interface TrainingProcess {
  readonly pid: number;
  /** The machine's name; absent if it is this machine. */
  readonly host?: string;
}

export interface EndEvent {
  readonly event: "end";
  readonly run: string;
  readonly status: "completed" | "stopped" | "interrupted" | "failed";
  readonly step: number;
  /** Why a completed run ended before its last step, in a sentence. Translated for display. */
  readonly reason?: string;
  readonly error?: EngineErrorData;
  /** What is wrong with how it learned, as of the end; absent if nothing is. */
  readonly diagnoses?: readonly DiagnosisData[];
}
