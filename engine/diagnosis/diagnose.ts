import { gradientDiagnoses, kinds } from "./gradients/diagnoses";
import type { Condition, EarlierFindings, Kind, Occurrence } from "./gradients/diagnosis";
import { hasLearned } from "./hasLearned";
import type { LossProgress } from "./lossProgress";
import type { ObservedActivation, ObservedWeight } from "./observed";

/** A condition at its worst, and the weights that have this kind of it, worst first. */
export interface Finding {
  readonly condition: Condition;
  /** Keys of weights; empty if only an activation is known. */
  readonly keys: readonly string[];
  /** The node to look at. */
  readonly node: string;
}

export interface Diagnosis {
  /** By a weight's key, worst first. */
  readonly conditions: ReadonlyMap<string, readonly Condition[]>;
  /** At most one per kind, worst first. */
  readonly findings: readonly Finding[];
  /** The network has learned its data, so small gradients are expected. */
  readonly converged: boolean;
}

/**
 * Finds what is wrong with a network's gradients. The weights are in order from input to loss; `loss` is undefined if
 * the run has not reported one.
 */
export function diagnose(
  weights: readonly ObservedWeight[],
  activations: readonly ObservedActivation[],
  loss?: LossProgress,
): Diagnosis {
  const network = { weights, activations, loss, converged: hasLearned(weights, loss) };
  const collected = new Conditions();
  for (const each of Object.values(gradientDiagnoses))
    for (const occurrence of each.find(network, collected)) collected.add(occurrence);
  return { ...collected.ranked(), converged: network.converged };
}

/** Conditions by weight, and the worst of each kind. */
class Conditions implements EarlierFindings {
  private readonly byKey = new Map<string, Condition[]>();
  private readonly byKind = new Map<Kind, { readonly keys: string[]; worst: Occurrence }>();

  add(occurrence: Occurrence): void {
    const { condition, weight, severity } = occurrence;
    const known = this.byKind.get(condition.kind);
    const entry = known ?? { keys: [], worst: occurrence };
    if (!known) this.byKind.set(condition.kind, entry);
    else if (severity > known.worst.severity) known.worst = occurrence;
    if (!weight) return;
    entry.keys.push(weight.key);
    const list = this.byKey.get(weight.key);
    if (list) list.push(condition);
    else this.byKey.set(weight.key, [condition]);
  }

  has(key: string, ...kinds: readonly Kind[]): boolean {
    return this.byKey.get(key)?.some(({ kind }) => kinds.includes(kind)) === true;
  }

  ranked(): Omit<Diagnosis, "converged"> {
    const rank = ({ kind }: Condition) => kinds.indexOf(kind);
    for (const list of this.byKey.values()) list.sort((a, b) => rank(a) - rank(b));
    const findings = [...this.byKind.values()].map(
      ({ keys, worst: { weight, node, condition } }): Finding => {
        const others = keys.filter((other) => other !== weight?.key);
        return { condition, node, keys: weight ? [weight.key, ...others] : others };
      },
    );
    return {
      conditions: this.byKey,
      findings: findings.sort((a, b) => rank(a.condition) - rank(b.condition)),
    };
  }
}
