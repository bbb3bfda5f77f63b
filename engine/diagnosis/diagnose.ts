import { isBias } from "../layers/isBias";
import type { LossProgress } from "./lossProgress";
import type { ObservedActivation, ObservedWeight } from "./observed";

/**
 * Names what is wrong with a network's gradients. Pure: numbers in, conditions out; the words are in `describe.ts`.
 * Thresholds are rules of thumb, chosen so that a healthy default model is left in peace. Each is named here with its
 * reason, and nowhere else.
 */
export const limits = {
  /**
   * Gradient elements (RMS) below this are lost in float32's rounding once they are added to weights around 0.1
   * (unit roundoff 6e-8), whatever the optimizer does short of rescaling them.
   */
  vanishedRms: 1e-7,
  /**
   * A layer's RMS gradient over the largest nearer to the loss. Backpropagated gradients shrink by a factor per layer
   * (Hochreiter 1991; Glorot & Bengio 2010, section 4): a sigmoid passes on at most a quarter, so a thousandth is five
   * saturating layers. Healthy layers of one network are usually within a factor of 100.
   */
  vanishedShare: 1e-3,
  /** Norm of one weight's gradient. Clipping thresholds in use are 0.1 to 10 (Pascanu et al. 2013); this is far above. */
  explodedNorm: 1e2,
  /** Growth over the run's own median norm, for gradients that are large already (norm above 1). */
  explodedGrowth: 1e2,
  /**
   * Share of a ReLU's units that gave 0 for every sample of several batches in a row. Stanford's CS231n notes call 40 %
   * the mark of a learning rate set too high; see also Lu et al. 2019, "Dying ReLU and Initialization".
   */
  deadShare: 0.4,
  /** Batches in a row, since a unit may well be silent for one. */
  deadProbes: 3,
  /** Share of dead units above which little gets through, so that small gradients on both sides follow from it. */
  cutShare: 0.9,
  /** The loss over the run's first: below it the network has learned, and gradients are as small as the loss. */
  learnedLoss: 1e-2,
  /** A loss below this is done whatever it began at, as when a finished network is trained further. */
  tinyLoss: 1e-6,
  /** Share of its first value by which a loss must have fallen before it counts as progress. */
  progress: 0.1,
  /** Also learned: the loss halved, and the largest gradient fell to this share of the run's largest. */
  restedShare: 1e-2,
  /**
   * Norm of the update over norm of the weight. About 1e-3 is usual (Karpathy's rule of thumb). A run's first steps are
   * an order above it, so fast means above 3e-2 at each of several probes, and slow two orders below on the median.
   */
  usualRatio: 1e-3,
  fastRatio: 3e-2,
  slowRatio: 1e-5,
  /** Also fast: this many times the network's median, and above `outlierFloor`. */
  outlier: 5,
  outlierFloor: 4e-3,
  /** Probes over which update ratios are judged. */
  ratioProbes: 5,
  /**
   * Updates that throw the weight over need no five: a run may be over by then. One from zero is as large as the weight
   * that it makes, and no larger.
   */
  overthrow: 2,
} as const;

/** Worst first. */
export const kinds = ["notFinite", "exploding", "dead", "vanishing", "tooFast", "tooSlow"] as const;
export type Kind = (typeof kinds)[number];

export type Condition =
  | { readonly kind: "notFinite"; readonly count: number }
  | { readonly kind: "exploding"; readonly norm: number; readonly before: number | undefined }
  /**
   * `reference` is a weight nearer to the loss, and its RMS; undefined where the whole network has no gradient.
   * `largest` is the RMS of the largest gradient that the weight had in the run.
   */
  | {
      readonly kind: "vanishing";
      readonly rms: number;
      readonly largest: number;
      readonly reference: { readonly key: string; readonly rms: number } | undefined;
    }
  /** `cutOff`: not the weight's own units are dead but those that its gradient or its input comes through. */
  | { readonly kind: "dead"; readonly share: number; readonly activation: string; readonly cutOff: boolean }
  /** `others` is the network's median ratio. */
  | { readonly kind: "tooFast"; readonly ratio: number; readonly others: number }
  | { readonly kind: "tooSlow"; readonly ratio: number; readonly others: number };

/** One condition and everything that has it, worst first. */
export interface Finding {
  readonly condition: Condition;
  /** Keys of weights; empty where only an activation is known. */
  readonly keys: readonly string[];
  /** The node to look at. */
  readonly node: string;
}

export interface Diagnosis {
  /** By a weight's key, worst first. */
  readonly conditions: ReadonlyMap<string, readonly Condition[]>;
  /** At most one of each kind, worst first. */
  readonly findings: readonly Finding[];
  /** The network has learned what its batches teach: small gradients are what that looks like. */
  readonly converged: boolean;
}

/**
 * Judges a network whose weights are in the order from input to loss. `loss` is undefined where the run has told none.
 */
export function diagnose(
  weights: readonly ObservedWeight[],
  activations: readonly ObservedActivation[],
  loss?: LossProgress,
): Diagnosis {
  const collected = new Conditions();
  for (const weight of weights) {
    // Where numbers are lost, nothing else can be said.
    if (weight.notFinite > 0)
      collected.add(weight, weight.node, { kind: "notFinite", count: weight.notFinite }, weight.notFinite);
    else {
      const exploding = explosion(weight);
      if (exploding) collected.add(weight, weight.node, exploding, exploding.norm);
    }
  }
  const converged = hasLearned(weights, loss);
  // Dead units are a cause, a gradient that does not get past them is what follows: it is told with its cause.
  const dead = deadUnits(activations);
  const fedBy = new Map<string, ObservedWeight[]>();
  for (const weight of weights) {
    const others = fedBy.get(weight.node);
    if (others) others.push(weight);
    else fedBy.set(weight.node, [weight]);
  }
  for (const condition of dead) {
    const fed = condition.follows === undefined ? [] : (fedBy.get(condition.follows) ?? []);
    if (fed.length === 0) collected.add(undefined, condition.activation, deadOf(condition), condition.share);
    for (const weight of fed) collected.add(weight, condition.activation, deadOf(condition), condition.share);
  }
  const cut = cutOf(weights, dead);
  if (!converged) {
    // An exploding gradient makes all others look small. Biases have few elements and start near 0, so they are
    // compared with their like, and their pace is not judged.
    const calm = weights.filter(({ key }) => !collected.has(key, "notFinite", "exploding"));
    for (const group of [calm.filter(({ name }) => isBias(name)), calm.filter(({ name }) => !isBias(name))])
      for (const { weight, condition } of vanished(group, loss)) {
        if (!cut?.covers(weight))
          collected.add(weight, weight.node, condition, -Math.log(condition.rms || 1e-45));
        else if (!collected.has(weight.key, "dead"))
          collected.add(weight, cut.dead.activation, { ...deadOf(cut.dead), cutOff: true }, 0);
      }
  }
  const stuck = ({ key }: ObservedWeight) => collected.has(key, "vanishing", "notFinite");
  for (const { weight, condition } of paces(weights.filter((each) => !isBias(each.name) && !stuck(each))))
    if (condition.kind === "tooFast" || !(converged || cut?.covers(weight)))
      collected.add(weight, weight.node, condition, Math.abs(Math.log(condition.ratio / limits.usualRatio)));
  return { ...collected.ranked(), converged };
}

/** Conditions by weight, and the worst of each kind. */
class Conditions {
  private readonly byKey = new Map<string, Condition[]>();
  private readonly byKind = new Map<
    Kind,
    { readonly keys: string[]; worst: { key?: string; node: string; condition: Condition; severity: number } }
  >();

  add(weight: ObservedWeight | undefined, node: string, condition: Condition, severity: number): void {
    const key = weight?.key;
    if (key !== undefined) {
      const list = this.byKey.get(key);
      if (list) list.push(condition);
      else this.byKey.set(key, [condition]);
    }
    const known = this.byKind.get(condition.kind);
    const entry = known ?? { keys: [], worst: { key, node, condition, severity } };
    if (!known) this.byKind.set(condition.kind, entry);
    else if (severity > known.worst.severity) known.worst = { key, node, condition, severity };
    if (key !== undefined) entry.keys.push(key);
  }

  has(key: string, ...kinds: readonly Kind[]): boolean {
    return this.byKey.get(key)?.some(({ kind }) => kinds.includes(kind)) === true;
  }

  ranked(): Omit<Diagnosis, "converged"> {
    const rank = ({ kind }: Condition) => kinds.indexOf(kind);
    for (const list of this.byKey.values()) list.sort((a, b) => rank(a) - rank(b));
    const findings = [...this.byKind.values()].map(({ keys, worst: { key, node, condition } }): Finding => {
      const others = keys.filter((other) => other !== key);
      return { condition, node, keys: key === undefined ? others : [key, ...others] };
    });
    return {
      conditions: this.byKey,
      findings: findings.sort((a, b) => rank(a.condition) - rank(b.condition)),
    };
  }
}

interface DeadUnits {
  readonly activation: string;
  readonly follows: string | undefined;
  readonly share: number;
}

/** Activations of which many units were silent for several batches in a row. */
export function deadUnits(activations: readonly ObservedActivation[]): DeadUnits[] {
  return activations.flatMap(({ node, follows, deadShares }) => {
    const recent = deadShares.slice(-limits.deadProbes);
    const share = Math.min(...recent);
    const dead = recent.length === limits.deadProbes && share >= limits.deadShare;
    return dead ? [{ activation: node, follows, share }] : [];
  });
}

function deadOf({ activation, share }: DeadUnits): Extract<Condition, { kind: "dead" }> {
  return { kind: "dead", share, activation, cutOff: false };
}

/** The dead units that little gets past, taken together, and which weights stand still because of them. */
function cutOf(weights: readonly ObservedWeight[], dead: readonly DeadUnits[]) {
  if (dead.length === 0 || dead.reduce((passed, { share }) => passed * (1 - share), 1) > 1 - limits.cutShare)
    return undefined;
  const place = new Map<string, number>();
  for (const { node } of weights) if (!place.has(node)) place.set(node, place.size);
  const placeOf = ({ follows }: DeadUnits) => place.get(follows ?? "") ?? place.size;
  const last = dead.reduce((latest, each) => (placeOf(each) > placeOf(latest) ? each : latest));
  return {
    dead: last,
    // Behind dead units no gradient arrives; right before them, where the next weights are, the input is 0.
    covers: ({ node }: ObservedWeight) => (place.get(node) ?? 0) <= placeOf(last) + 1,
  };
}

/** Whether small gradients are the end of learning: the loss is next to nothing, or came to rest far below its start. */
function hasLearned(weights: readonly ObservedWeight[], loss: LossProgress | undefined): boolean {
  if (loss === undefined) return false;
  const { first, now } = loss;
  if (Math.abs(now) <= limits.tinyLoss) return true;
  if (first > 0 && now >= 0 && now <= first * limits.learnedLoss) return true;
  if (!(now <= first - Math.abs(first) / 2)) return false;
  let [current, largest] = [0, 0];
  for (const { gradientNorms, largestNorm, size } of weights) {
    const norm = median(gradientNorms.slice(-5));
    if (norm > 0) current = Math.max(current, norm / Math.sqrt(size));
    largest = Math.max(largest, largestNorm / Math.sqrt(size));
  }
  return current <= largest * limits.restedShare;
}

function explosion({
  gradientNorms,
  weightNorm,
}: ObservedWeight): Extract<Condition, { kind: "exploding" }> | undefined {
  // Every number is finite, but their squares do not fit into float32.
  if (!Number.isFinite(gradientNorms.at(-1) ?? 0) || !Number.isFinite(weightNorm))
    return { kind: "exploding", norm: Infinity, before: undefined };
  const norm = median(gradientNorms.slice(-3));
  const before = gradientNorms.length >= 8 ? median(gradientNorms) : undefined;
  if (norm > limits.explodedNorm) return { kind: "exploding", norm, before };
  if (before !== undefined && norm > 1 && norm > before * limits.explodedGrowth)
    return { kind: "exploding", norm, before };
  return undefined;
}

interface Found<K extends Kind> {
  readonly weight: ObservedWeight;
  readonly condition: Extract<Condition, { kind: K }>;
}

function vanished(group: readonly ObservedWeight[], loss: LossProgress | undefined): Found<"vanishing">[] {
  const measured = group.flatMap((weight) => {
    const rms = median(weight.gradientNorms.slice(-5)) / Math.sqrt(weight.size);
    const largest = weight.largestNorm / Math.sqrt(weight.size);
    return Number.isFinite(rms) ? [{ weight, rms, largest }] : [];
  });
  const found: Found<"vanishing">[] = [];
  const never = measured.every(({ largest }) => largest < limits.vanishedRms);
  const stalled = loss !== undefined && loss.now > loss.first - Math.abs(loss.first) * limits.progress;
  // Gradients that fell with the loss are no fault: only those that never were, or went while there was much to learn.
  const everywhere = (never || stalled) && measured.every(({ rms }) => rms < limits.vanishedRms);
  // From the loss back to the input, with the largest gradient on the way.
  let reference: { readonly key: string; readonly rms: number } | undefined;
  for (const { weight, rms, largest } of measured.toReversed()) {
    const fell =
      reference !== undefined &&
      reference.rms >= limits.vanishedRms * 10 &&
      (rms < limits.vanishedRms || rms < reference.rms * limits.vanishedShare);
    if (everywhere || fell)
      found.push({
        weight,
        condition: { kind: "vanishing", rms, largest, reference: everywhere ? undefined : reference },
      });
    if (rms > (reference?.rms ?? 0)) reference = { key: weight.key, rms };
  }
  return found.reverse();
}

function paces(matrices: readonly ObservedWeight[]): Found<"tooFast" | "tooSlow">[] {
  const measured = matrices
    .filter(
      ({ updateRatios: ratios }) =>
        ratios.length >= limits.ratioProbes || (ratios.length > 0 && Math.min(...ratios) > limits.overthrow),
    )
    .map((weight) => ({ weight, ratio: median(weight.updateRatios) }))
    .filter(({ ratio }) => ratio > 0 && Number.isFinite(ratio));
  const ordered = measured.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const usual = middle(ordered);
  // The median of the others depends only on which half is left short.
  const half = ordered.length >> 1;
  const [withoutLow, withoutMiddle, withoutHigh] = [0, half, ordered.length - 1].map((left) =>
    middle(ordered.toSpliced(left, 1)),
  );
  const found: Found<"tooFast" | "tooSlow">[] = [];
  for (const { weight, ratio } of measured) {
    const outlier = measured.length >= 3 && ratio > Math.max(usual * limits.outlier, limits.outlierFloor);
    const fast = Math.min(...weight.updateRatios) > limits.fastRatio;
    const kind = fast || outlier ? "tooFast" : ratio < limits.slowRatio ? "tooSlow" : undefined;
    if (kind === undefined) continue;
    const pivot = ordered[half] ?? NaN;
    const others = (ratio < pivot ? withoutLow : ratio > pivot ? withoutHigh : withoutMiddle) ?? NaN;
    found.push({ weight, condition: { kind, ratio, others } });
  }
  return found;
}

/** NaN for an empty list. */
function median(values: readonly number[]): number {
  return middle([...values].sort((a, b) => a - b));
}

/** The median of numbers in order. */
function middle(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2;
}
