import type { Finding } from "./diagnose";
import { gradientDiagnoses } from "./gradients/diagnoses";
import type { Condition, Description } from "./gradients/diagnosis";
import type { NetworkFacts } from "./networkFacts";

/** A label of one or two words for a condition, for a row. */
export function tagOf(condition: Condition): string {
  return gradientDiagnoses[condition.kind].tag(condition);
}

/** How bad it is: an error stops learning, a warning slows it down. */
export function toneOf({ kind }: Condition): "warning" | "error" {
  return gradientDiagnoses[kind].tone;
}

/** A finding in words. If the network is known, the advice fits it. */
export function describe({ condition, keys, node }: Finding, network?: NetworkFacts): Description {
  const subject = { name: keys[0] ?? node, others: keys.length - 1 };
  return gradientDiagnoses[condition.kind].describe(condition, subject, network);
}
