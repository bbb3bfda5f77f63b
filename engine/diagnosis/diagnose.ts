import { gradientDiagnoses, kinds } from "./gradients/diagnoses";
import type { Condition, FoundBefore, Kind, Sighting } from "./gradients/diagnosis";
import { hasLearned } from "./hasLearned";
import type { LossProgress } from "./lossProgress";
import type { ObservedActivation, ObservedWeight } from "./observed";

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
 * Names what is wrong with a network's gradients. The weights are in the order from input to loss; `loss` is undefined
 * where the run has told none.
 */
export function diagnose(
  weights: readonly ObservedWeight[],
  activations: readonly ObservedActivation[],
  loss?: LossProgress,
): Diagnosis {
  const network = { weights, activations, loss, converged: hasLearned(weights, loss) };
  const collected = new Conditions();
  for (const each of Object.values(gradientDiagnoses))
    for (const sighting of each.find(network, collected)) collected.add(sighting);
  return { ...collected.ranked(), converged: network.converged };
}

/** Conditions by weight, and the worst of each kind. */
class Conditions implements FoundBefore {
  private readonly byKey = new Map<string, Condition[]>();
  private readonly byKind = new Map<Kind, { readonly keys: string[]; worst: Sighting }>();

  add(sighting: Sighting): void {
    const { condition, weight, severity } = sighting;
    const known = this.byKind.get(condition.kind);
    const entry = known ?? { keys: [], worst: sighting };
    if (!known) this.byKind.set(condition.kind, entry);
    else if (severity > known.worst.severity) known.worst = sighting;
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
