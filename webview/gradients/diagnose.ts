import { isBias } from "../../engine/layers/isBias";

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
} as const;

/** What was measured of one weight, newest last; not finite where a number was lost. */
export interface ObservedWeight {
  readonly node: string;
  /** `node.name` */
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly gradientNorms: readonly number[];
  /** Of the last `limits.ratioProbes` probes. */
  readonly updateRatios: readonly number[];
  readonly weightNorm: number;
  readonly notFinite: number;
}

export interface ObservedActivation {
  readonly node: string;
  /** The node whose units these are; undefined where the engine does not say. */
  readonly follows: string | undefined;
  readonly deadShares: readonly number[];
}

/** Worst first. */
export const kinds = ["notFinite", "exploding", "vanishing", "dead", "tooFast", "tooSlow"] as const;
export type Kind = (typeof kinds)[number];

export type Condition =
  | { readonly kind: "notFinite"; readonly count: number }
  | { readonly kind: "exploding"; readonly norm: number; readonly before: number | undefined }
  /** `reference` is a weight nearer to the loss, and its RMS; undefined where the whole network has no gradient. */
  | {
      readonly kind: "vanishing";
      readonly rms: number;
      readonly reference: { readonly key: string; readonly rms: number } | undefined;
    }
  | { readonly kind: "dead"; readonly share: number; readonly activation: string }
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
}

/** Judges a network whose weights are in the order from input to loss. */
export function diagnose(
  weights: readonly ObservedWeight[],
  activations: readonly ObservedActivation[],
): Diagnosis {
  const conditions = new Map<string, Condition[]>();
  const found = new Map<Kind, { keys: string[]; node: string; condition: Condition; severity: number }>();
  const add = (weight: ObservedWeight | undefined, node: string, condition: Condition, severity: number) => {
    if (weight) conditions.set(weight.key, [...(conditions.get(weight.key) ?? []), condition]);
    const known = found.get(condition.kind);
    const keys = weight ? [weight.key] : [];
    if (!known) found.set(condition.kind, { keys, node, condition, severity });
    else if (severity > known.severity)
      found.set(condition.kind, { keys: [...keys, ...known.keys], node, condition, severity });
    else known.keys.push(...keys);
  };

  for (const weight of weights) {
    // Where numbers are lost, nothing else can be said.
    if (weight.notFinite > 0)
      add(weight, weight.node, { kind: "notFinite", count: weight.notFinite }, weight.notFinite);
    else {
      const exploding = explosion(weight);
      if (exploding) add(weight, weight.node, exploding, exploding.norm);
    }
  }
  // An exploding gradient makes all others look small. Biases have few elements and start near 0, so they are compared
  // with their like, and their pace is not judged.
  const calm = weights.filter(({ key }) => !conditions.has(key));
  for (const group of [calm.filter(({ name }) => isBias(name)), calm.filter(({ name }) => !isBias(name))])
    for (const { weight, condition } of vanished(group))
      add(weight, weight.node, condition, -Math.log(condition.rms || 1e-45));
  for (const { node, follows, deadShares } of activations) {
    const recent = deadShares.slice(-limits.deadProbes);
    const share = Math.min(...recent);
    if (recent.length < limits.deadProbes || !(share >= limits.deadShare)) continue;
    const condition: Condition = { kind: "dead", share, activation: node };
    const fed = weights.filter((weight) => weight.node === follows);
    if (fed.length === 0) add(undefined, node, condition, share);
    for (const weight of fed) add(weight, node, condition, share);
  }
  const stuck = (key: string) =>
    conditions.get(key)?.some(({ kind }) => kind === "vanishing" || kind === "notFinite") === true;
  for (const { weight, condition } of paces(weights.filter((each) => !isBias(each.name) && !stuck(each.key))))
    add(weight, weight.node, condition, Math.abs(Math.log(condition.ratio / limits.usualRatio)));

  const rank = ({ kind }: Condition) => kinds.indexOf(kind);
  for (const list of conditions.values()) list.sort((a, b) => rank(a) - rank(b));
  return {
    conditions,
    findings: [...found.values()].sort((a, b) => rank(a.condition) - rank(b.condition)),
  };
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

function vanished(group: readonly ObservedWeight[]): Found<"vanishing">[] {
  const found: Found<"vanishing">[] = [];
  const everywhere = group.every(neverHadGradient);
  // From the loss back to the input, with the largest gradient on the way.
  let reference: { readonly key: string; readonly rms: number } | undefined;
  for (const weight of group.toReversed()) {
    const rms = median(weight.gradientNorms.slice(-5)) / Math.sqrt(weight.size);
    if (!Number.isFinite(rms)) continue;
    if (everywhere) found.unshift({ weight, condition: { kind: "vanishing", rms, reference: undefined } });
    // A network that has learnt all it can has small gradients everywhere: only a fall towards the input counts.
    else if (reference && reference.rms >= limits.vanishedRms * 10)
      if (rms < limits.vanishedRms || rms < reference.rms * limits.vanishedShare)
        found.unshift({ weight, condition: { kind: "vanishing", rms, reference } });
    if (rms > (reference?.rms ?? 0)) reference = { key: weight.key, rms };
  }
  return found;
}

/** Tells a network that never learnt from one that is done. */
function neverHadGradient({ gradientNorms, size }: ObservedWeight): boolean {
  return gradientNorms.length > 0 && Math.max(...gradientNorms) / Math.sqrt(size) < limits.vanishedRms;
}

function paces(matrices: readonly ObservedWeight[]): Found<"tooFast" | "tooSlow">[] {
  const measured = matrices
    .filter(({ updateRatios }) => updateRatios.length >= limits.ratioProbes)
    .map((weight) => ({ weight, ratio: median(weight.updateRatios) }))
    .filter(({ ratio }) => ratio > 0 && Number.isFinite(ratio));
  const usual = median(measured.map(({ ratio }) => ratio));
  const found: Found<"tooFast" | "tooSlow">[] = [];
  for (const { weight, ratio } of measured) {
    const outlier = measured.length >= 3 && ratio > Math.max(usual * limits.outlier, limits.outlierFloor);
    const fast = Math.min(...weight.updateRatios) > limits.fastRatio;
    const kind = fast || outlier ? "tooFast" : ratio < limits.slowRatio ? "tooSlow" : undefined;
    if (kind === undefined) continue;
    const others = median(measured.filter((other) => other.weight !== weight).map((other) => other.ratio));
    found.push({ weight, condition: { kind, ratio, others } });
  }
  return found;
}

/** NaN for an empty list. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
