import type { LossProgress } from "../lossProgress";
import type { NetworkFacts } from "../networkFacts";
import type { ObservedActivation, ObservedWeight } from "../observed";
import type { Dead } from "./dead";
import type { Exploding } from "./exploding";
import type { NotFinite } from "./notFinite";
import type { TooFast } from "./tooFast";
import type { TooSlow } from "./tooSlow";
import type { Vanishing } from "./vanishing";

/** What is wrong with a weight or an activation, with the numbers behind it. */
export type Condition = NotFinite | Exploding | Dead | Vanishing | TooFast | TooSlow;
/** Stable: used in `--json` and in the run folder. */
export type Kind = Condition["kind"];

/** One way in which gradients can go wrong. Thresholds are rules of thumb, chosen to give no false alarm for a healthy default model. */
export interface GradientDiagnosis<C extends Condition = Condition> {
  readonly kind: C["kind"];
  /** How bad it is: an error stops learning, a warning slows it down. */
  readonly tone: "warning" | "error";
  /** Every weight or activation that has it. `found` tells what earlier diagnoses in the list have found. */
  find(network: DiagnosedNetwork, found: EarlierFindings): Iterable<Occurrence>;
  /** A label of one or two words, for a row. */
  tag(condition: C): string;
  /** The condition in words. If the network is known, the advice fits it. */
  describe(condition: C, subject: Subject, network: NetworkFacts | undefined): Description;
}

/** What gradient diagnoses are made from. */
export interface DiagnosedNetwork {
  /** In order from input to loss. */
  readonly weights: readonly ObservedWeight[];
  readonly activations: readonly ObservedActivation[];
  /** Undefined if the run has not reported one. */
  readonly loss: LossProgress | undefined;
  /** The network has learned its data, so small gradients are expected. */
  readonly converged: boolean;
}

export interface EarlierFindings {
  /** Whether a weight has a condition of one of these kinds. */
  has(key: string, ...kinds: readonly Kind[]): boolean;
}

/** A condition of a weight, or of an activation whose weights are not known. */
export interface Occurrence {
  readonly weight: ObservedWeight | undefined;
  /** The node to look at. */
  readonly node: string;
  readonly condition: Condition;
  /** Of each kind, the occurrence with the highest severity is described. */
  readonly severity: number;
}

/** What a description is about. */
export interface Subject {
  /** The weight, or the node if only an activation is known. */
  readonly name: string;
  /** How many more weights have the same condition. */
  readonly others: number;
}

export interface Description {
  /** What is wrong, in a sentence. */
  readonly title: string;
  /** The numbers behind it. */
  readonly evidence: string;
  /** What to do about it. */
  readonly advice: string;
}
