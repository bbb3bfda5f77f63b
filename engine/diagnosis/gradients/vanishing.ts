import { t } from "@vscode/l10n";
import { isBias } from "../../layers/isBias";
import { formatNumber } from "../../run/format";
import { cutOf } from "../deadUnits";
import type { LossProgress } from "../lossProgress";
import { median } from "../median";
import type { NetworkFacts } from "../networkFacts";
import type { ObservedWeight } from "../observed";
import { deadOf } from "./dead";
import type { GradientDiagnosis } from "./diagnosis";

export interface Vanishing {
  readonly kind: "vanishing";
  readonly rms: number;
  /** The RMS of the weight's largest gradient in the run. */
  readonly largest: number;
  /** A weight nearer to the loss, and its RMS; undefined if the whole network has no gradient. */
  readonly reference: { readonly key: string; readonly rms: number } | undefined;
}

/**
 * Gradient elements (RMS) below this are lost to float32 rounding when they are added to weights around 0.1 (unit
 * roundoff 6e-8), unless the optimizer rescales them.
 */
const vanishedRms = 1e-7;
/**
 * A layer's RMS gradient, as a fraction of the largest one nearer to the loss. Backpropagated gradients shrink by a
 * factor per layer (Hochreiter 1991; Glorot & Bengio 2010, section 4): a sigmoid passes on at most a quarter, so a
 * thousandth is five saturating layers. Healthy layers of one network are usually within a factor of 100.
 */
const vanishedFraction = 1e-3;
/** Fraction of its first value by which a loss must have fallen to count as progress. */
const progress = 0.1;

/** A gradient is too small to change its weight, although there is still much to learn. */
export const vanishing: GradientDiagnosis<Vanishing> = {
  kind: "vanishing",
  tone: "warning",
  *find(network, found) {
    const { weights, loss, converged } = network;
    if (converged) return;
    // A gradient that dead units block is reported as an effect of the dead units, not as vanishing.
    const cut = cutOf(network);
    // An exploding gradient makes all others look small. Biases have few elements and start near 0, so they are
    // compared with biases only.
    const calm = weights.filter(({ key }) => !found.has(key, "not-finite", "exploding"));
    const [biases, others] = [
      calm.filter(({ name }) => isBias(name)),
      calm.filter(({ name }) => !isBias(name)),
    ];
    const small = vanished(others, loss);
    // If the layer's other weights get a gradient, the bias's has not vanished on the way: a later layer, such as a
    // normalisation, cancels the bias.
    const weak = new Set(small.map(({ weight }) => weight.key));
    const reached = new Set(others.filter(({ key }) => !weak.has(key)).map(({ node }) => node));
    const lost = vanished(biases, loss).filter(
      ({ weight, condition }) => condition.reference === undefined || !reached.has(weight.node),
    );
    for (const { weight, condition } of [...lost, ...small]) {
      if (!cut?.covers(weight))
        yield { weight, node: weight.node, condition, severity: -Math.log(condition.rms || 1e-45) };
      else if (!found.has(weight.key, "dead")) {
        const { activation } = cut.dead;
        yield { weight, node: activation, condition: { ...deadOf(cut.dead), cutOff: true }, severity: 0 };
      }
    }
  },
  tag: () => t("vanishing"),
  describe: ({ rms, largest, reference }, { name, others }, network) => {
    const never = largest < vanishedRms;
    if (reference === undefined)
      return {
        title: never ? t("No gradient reaches any weight.") : t("No gradient reaches any weight any more."),
        evidence: never
          ? t("The gradient's elements are about {1} for {0}.", name, formatNumber(rms))
          : t(
              "The gradient's elements are about {1} for {0}. Earlier in the run they reached {2}, and the loss has hardly fallen.",
              name,
              formatNumber(rms),
              formatNumber(largest),
            ),
        advice: nowhereAdvice(!never, network),
      };
    return {
      title:
        others > 0
          ? t("Gradients vanish before they reach {0} and {1} more.", name, others)
          : t("The gradient vanishes before it reaches {0}.", name),
      evidence: t(
        "Its elements are about {0}; those of {1} are about {2}.",
        formatNumber(rms),
        reference.key,
        formatNumber(reference.rms),
      ),
      advice: onTheWayAdvice(network),
    };
  },
};

function vanished(
  group: readonly ObservedWeight[],
  loss: LossProgress | undefined,
): { readonly weight: ObservedWeight; readonly condition: Vanishing }[] {
  const measured = group.flatMap((weight) => {
    const rms = median(weight.gradientNorms.slice(-5)) / Math.sqrt(weight.size);
    const largest = weight.largestNorm / Math.sqrt(weight.size);
    return Number.isFinite(rms) ? [{ weight, rms, largest }] : [];
  });
  const found: { readonly weight: ObservedWeight; readonly condition: Vanishing }[] = [];
  const never = measured.every(({ largest }) => largest < vanishedRms);
  const stalled = loss !== undefined && loss.now > loss.first - Math.abs(loss.first) * progress;
  // Gradients that fell along with the loss are fine. Only those that were never there, or disappeared while there was
  // still much to learn, are reported.
  const everywhere = (never || stalled) && measured.every(({ rms }) => rms < vanishedRms);
  // From the loss back to the input, remembering the largest gradient so far.
  let reference: { readonly key: string; readonly rms: number } | undefined;
  for (const { weight, rms, largest } of measured.toReversed()) {
    const fell =
      reference !== undefined &&
      reference.rms >= vanishedRms * 10 &&
      (rms < vanishedRms || rms < reference.rms * vanishedFraction);
    if (everywhere || fell)
      found.push({
        weight,
        condition: { kind: "vanishing", rms, largest, reference: everywhere ? undefined : reference },
      });
    if (rms > (reference?.rms ?? 0)) reference = { key: weight.key, rms };
  }
  return found.reverse();
}

/** How to get a gradient through many layers, depending on which layers these are. */
function onTheWayAdvice(network: NetworkFacts | undefined): string {
  const [saturating, recurrent] = [network?.saturating.join(", ") ?? "", network?.recurrent.join(", ") ?? ""];
  if (saturating !== "")
    return t("Use ReLU or GELU instead of {0}, use fewer layers, or add skip connections (Add).", saturating);
  if (recurrent !== "")
    return network?.recurrent.includes("RNN") === true
      ? t("Use LSTM or GRU instead of RNN, or shorter sequences.")
      : t("Use shorter sequences, or fewer layers of {0}.", recurrent);
  if (network && !network.normalised)
    return t(
      "Add LayerNorm or BatchNorm between the layers, initialise the weights with kaimingNormal, or add skip connections (Add).",
    );
  return t("Initialise the weights with kaimingNormal, use fewer layers, or add skip connections (Add).");
}

/** What to do if no weight gets a gradient: from the start, something is saturated; later, a step was too large. */
function nowhereAdvice(fell: boolean, network: NetworkFacts | undefined): string {
  if (!fell) return t("The loss may be saturated: check the targets, and the activation before the loss.");
  return network?.learningRate === undefined
    ? t(
        "Lower the learning rate and train again: updates that were too large have saturated the activations.",
      )
    : t(
        "Lower the learning rate from {0} and train again: updates that were too large have saturated the activations.",
        formatNumber(network.learningRate),
      );
}
