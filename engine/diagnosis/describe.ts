import type { Finding } from "./diagnose";
import { gradientDiagnoses } from "./gradients/diagnoses";
import type { Condition, Description } from "./gradients/diagnosis";
import type { NetworkFacts } from "./networkFacts";

/** A condition in one or two words, for a row. */
export function tagOf(condition: Condition): string {
  return gradientDiagnoses[condition.kind].tag(condition);
}

/** How bad it is: an error stops the learning, a warning slows it. */
export function toneOf({ kind }: Condition): "warning" | "error" {
  return gradientDiagnoses[kind].tone;
}

/** A finding in words. The advice fits the network, where it is known. */
export function describe({ condition, keys, node }: Finding, network?: NetworkFacts): Description {
  const where = { who: keys[0] ?? node, others: keys.length - 1 };
  return gradientDiagnoses[condition.kind].describe(condition, where, network);
}
