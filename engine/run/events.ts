import type { FixableProblem } from "../fixes/fix";
import type { Matrix } from "../metrics/metric";
import type { OutputValues, WeightValues } from "../probes";
import type { DeviceInfo } from "./device";

/** How every request that fails ends, and every run that fails. */
export interface EngineErrorData {
  /** Stable, kebab-case: `no-gpu`, `data-file-missing`, `loss-not-finite`, `disk-full`. */
  readonly code: string;
  /** Translated, for people. */
  readonly message: string;
  readonly nodeId?: string;
  /** What to do. */
  readonly hint?: string;
  /** Where the model's text is at fault. */
  readonly problems?: readonly FixableProblem[];
}

/** What a run tells, in order. `run` is the run folder's absolute path. */
export type RunEvent =
  | StartEvent
  | StepsEvent
  | EpochEvent
  | GradientsEvent
  | CheckpointEvent
  | WarningEvent
  | DiagnosisEvent
  | StatusEvent
  | EndEvent
  | PreparingEvent;

/** What is done before the first step, as it begins; it may take a while, and a run's folder is not there yet. */
export interface PreparingEvent {
  readonly event: "preparing";
  readonly run: "";
  readonly phase: PreparingPhase;
}
/** Reading the data, compiling the model, handing it to the device, drawing or reading the weights. */
export type PreparingPhase = "data" | "compile" | "device" | "weights";

export interface StartEvent {
  readonly event: "start";
  readonly run: string;
  readonly model: string;
  readonly device: DeviceInfo;
  readonly parameters: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Planned steps in all. */
  readonly steps: number;
  /** What became of the weights that the run was to start from. */
  readonly weights?: WeightsReport;
  /** Steps that were already done when this run was resumed. */
  readonly resumedAt: number;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly metrics: readonly string[];
  /** The names of the classes, in the order of a confusion matrix's rows, by the metric's name; where the data name them. */
  readonly classNames?: Readonly<Record<string, readonly string[]>>;
  /** What the model is warned of; absent for nothing. */
  readonly warnings?: readonly Warning[];
}

export interface Warning {
  /** Stable, kebab-case: `no-row-counts`, `batch-larger-than-data`. */
  readonly code: string;
  /** Translated, for people. */
  readonly message: string;
  readonly nodeId?: string;
}

/** Which weights a file gave. */
export interface WeightsReport {
  /** The file. */
  readonly source: string;
  readonly matched: NameList;
  /** Of a weight's name, but of another shape: not used. */
  readonly otherShape: NameList;
  readonly onlyInFile: NameList;
  /** Drawn as without the file. */
  readonly onlyInModel: NameList;
}

/** Some names, and how many there are in all. */
export interface NameList {
  readonly count: number;
  readonly names: readonly string[];
}

/** Steps since the last such event, sent 10 to 20 times a second. */
export interface StepsEvent {
  readonly event: "steps";
  readonly run: string;
  /** Number of the first step in the lists; steps count from 1. */
  readonly first: number;
  /** Each step's own; null in JSON for a step without a row that counts, which has none. */
  readonly loss: readonly number[];
  /** Each step's own, of the metrics that are numbers. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  readonly epoch: number;
  /** Of the last of these steps. */
  readonly learningRate: number;
  /** Each step's; absent in a run that has one for all. */
  readonly learningRates?: readonly number[];
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
  /** Time spent training up to the last of these steps, without pauses; for the charts' time axis. */
  readonly seconds?: number;
}

export interface EpochEvent {
  readonly event: "epoch";
  readonly run: string;
  readonly epoch: number;
  readonly step: number;
  /** Over all steps of the epoch, and over the whole validation part. */
  readonly train: Figures;
  readonly validation?: Figures;
}

/**
 * The loss, and each metric, as one batch of all rows would have given them. A number that is not finite, such as of a
 * metric that is not defined here or of a loss for which no row counts, is null in JSON.
 */
export interface Figures {
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

/** One trained weight at a step: what `engine/probes` measures of it, each under the probe's name. */
export interface WeightStatistics extends WeightValues {
  readonly node: string;
  /** `weight`, `bias`, `weight_ih_l0` */
  readonly name: string;
  readonly size: number;
}

/** The output of an activation layer over the batch: what `engine/probes` measures of it. */
export interface ActivationStatistics extends OutputValues {
  readonly node: string;
  /** The nearest node upstream that has weights: these are its units. */
  readonly follows?: string;
}

export interface CheckpointEvent {
  readonly event: "checkpoint";
  readonly run: string;
  readonly step: number;
  /** `step`: kept by step, one of several. */
  readonly kind: "best" | "last" | "step";
  readonly file: string;
}

/** Something that a person should know of a run that goes on; each is said once. */
export interface WarningEvent extends Warning {
  readonly event: "warning";
  readonly run: string;
  readonly step: number;
}

/** What is wrong with how a run learns, and what helps. */
export interface DiagnosisData {
  /**
   * Stable, kebab-case. Of gradients: `not-finite`, `exploding`, `dead`, `vanishing`, `too-fast`, `too-slow`. Of losses:
   * `overfitting`, `diverging`, `rising`, `not-falling`.
   */
  readonly code: string;
  /** An error stops the learning, a warning slows it. */
  readonly severity: "warning" | "error";
  /** Translated, for people, as all of its texts: what is wrong, the numbers behind it, what to do. */
  readonly message: string;
  readonly evidence?: string;
  readonly advice: string;
  /** The node to look at; of gradients. */
  readonly nodeId?: string;
  /** The weights (`node.name`) that have it, worst first; of gradients. */
  readonly weights?: NameList;
}

/** A diagnosis as it appears; each code is said once from the start of a run, or from where it was resumed. */
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
  /** Of a run that an extension host only watches, by its word: the process that trains it. */
  readonly owner?: TrainingProcess;
}

/** The process that trains in a run's folder. */
export interface TrainingProcess {
  readonly pid: number;
  /** The machine's name; left out where it is the one that asks. */
  readonly host?: string;
}

export interface EndEvent {
  readonly event: "end";
  readonly run: string;
  readonly status: "completed" | "stopped" | "interrupted" | "failed";
  readonly step: number;
  readonly error?: EngineErrorData;
  /** What is wrong with how it learned, as it stands at the end; absent for nothing. */
  readonly diagnoses?: readonly DiagnosisData[];
}
