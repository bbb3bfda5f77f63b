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
/** Stable: `--json` and the run folder name it. */
export type Kind = Condition["kind"];

/** One way in which gradients go wrong. Thresholds are rules of thumb, chosen so that a healthy default model is left in peace. */
export interface GradientDiagnosis<C extends Condition = Condition> {
  readonly kind: C["kind"];
  /** How bad it is: an error stops the learning, a warning slows it. */
  readonly tone: "warning" | "error";
  /** What has it. `found` holds what the diagnoses before it have found. */
  find(network: JudgedNetwork, found: FoundBefore): Iterable<Sighting>;
  /** A condition in one or two words, for a row. */
  tag(condition: C): string;
  /** It in words. The advice fits the network, where it is known. */
  describe(condition: C, where: Where, network: NetworkFacts | undefined): Description;
}

/** What a diagnosis looks at. */
export interface JudgedNetwork {
  /** In the order from input to loss. */
  readonly weights: readonly ObservedWeight[];
  readonly activations: readonly ObservedActivation[];
  /** Undefined where the run has told none. */
  readonly loss: LossProgress | undefined;
  /** The network has learned what its batches teach: small gradients are what that looks like. */
  readonly converged: boolean;
}

export interface FoundBefore {
  /** Whether a weight has one of these. */
  has(key: string, ...kinds: readonly Kind[]): boolean;
}

/** A condition of a weight, or of an activation of which no weights are known. */
export interface Sighting {
  readonly weight: ObservedWeight | undefined;
  /** The node to look at. */
  readonly node: string;
  readonly condition: Condition;
  /** The worst of a kind is told. */
  readonly severity: number;
}

/** What a sentence is about. */
export interface Where {
  /** The weight, or the node where only an activation is known. */
  readonly who: string;
  /** How many have it besides. */
  readonly others: number;
}

export interface Description {
  /** What is wrong, in a sentence. */
  readonly title: string;
  /** The numbers behind it. */
  readonly evidence: string;
  /** What one can do about it. */
  readonly advice: string;
}
