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
  /** The RMS of the largest gradient that the weight had in the run. */
  readonly largest: number;
  /** A weight nearer to the loss, and its RMS; undefined where the whole network has no gradient. */
  readonly reference: { readonly key: string; readonly rms: number } | undefined;
}

/**
 * Gradient elements (RMS) below this are lost in float32's rounding once they are added to weights around 0.1
 * (unit roundoff 6e-8), whatever the optimizer does short of rescaling them.
 */
const vanishedRms = 1e-7;
/**
 * A layer's RMS gradient over the largest nearer to the loss. Backpropagated gradients shrink by a factor per layer
 * (Hochreiter 1991; Glorot & Bengio 2010, section 4): a sigmoid passes on at most a quarter, so a thousandth is five
 * saturating layers. Healthy layers of one network are usually within a factor of 100.
 */
const vanishedShare = 1e-3;
/** Share of its first value by which a loss must have fallen before it counts as progress. */
const progress = 0.1;

/** A gradient is too small to change its weight, though there is much to learn. */
export const vanishing: GradientDiagnosis<Vanishing> = {
  kind: "vanishing",
  tone: "warning",
  *find(network, found) {
    const { weights, loss, converged } = network;
    if (converged) return;
    // Dead units are a cause, a gradient that does not get past them is what follows: it is told with its cause.
    const cut = cutOf(network);
    // An exploding gradient makes all others look small. Biases have few elements and start near 0, so they are
    // compared with their like.
    const calm = weights.filter(({ key }) => !found.has(key, "not-finite", "exploding"));
    const [biases, others] = [
      calm.filter(({ name }) => isBias(name)),
      calm.filter(({ name }) => !isBias(name)),
    ];
    const small = vanished(others, loss);
    // A gradient that reaches a layer's other weights has not vanished on its way to the bias: what comes behind takes the
    // bias out again, as a normalisation does.
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
  describe: ({ rms, largest, reference }, { who, others }, network) => {
    const never = largest < vanishedRms;
    if (reference === undefined)
      return {
        title: never ? t("No weight gets a gradient.") : t("No weight gets a gradient any more."),
        evidence: never
          ? t("The elements of {0} are about {1}.", who, formatNumber(rms))
          : t(
              "The elements of {0} are about {1}; in this run they were up to {2}, and the loss is as high as it began.",
              who,
              formatNumber(rms),
              formatNumber(largest),
            ),
        advice: nowhereAdvice(!never, network),
      };
    return {
      title:
        others > 0
          ? t("Gradients vanish on their way to {0} and {1} more.", who, others)
          : t("The gradient vanishes on its way to {0}.", who),
      evidence: t(
        "Its elements are about {0}, those of {1} {2}.",
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
  // Gradients that fell with the loss are no fault: only those that never were, or went while there was much to learn.
  const everywhere = (never || stalled) && measured.every(({ rms }) => rms < vanishedRms);
  // From the loss back to the input, with the largest gradient on the way.
  let reference: { readonly key: string; readonly rms: number } | undefined;
  for (const { weight, rms, largest } of measured.toReversed()) {
    const fell =
      reference !== undefined &&
      reference.rms >= vanishedRms * 10 &&
      (rms < vanishedRms || rms < reference.rms * vanishedShare);
    if (everywhere || fell)
      found.push({
        weight,
        condition: { kind: "vanishing", rms, largest, reference: everywhere ? undefined : reference },
      });
    if (rms > (reference?.rms ?? 0)) reference = { key: weight.key, rms };
  }
  return found.reverse();
}

/** What helps a gradient through many layers: which of it depends on what the layers are. */
function onTheWayAdvice(network: NetworkFacts | undefined): string {
  const [saturating, recurrent] = [network?.saturating.join(", ") ?? "", network?.recurrent.join(", ") ?? ""];
  if (saturating !== "")
    return t("Use ReLU or GELU instead of {0}, fewer layers, or an Add that passes around some.", saturating);
  if (recurrent !== "")
    return network?.recurrent.includes("RNN") === true
      ? t("Use LSTM or GRU instead of RNN, or shorter sequences.")
      : t("Use shorter sequences, or fewer layers of {0}.", recurrent);
  if (network && !network.normalised)
    return t(
      "Put LayerNorm or BatchNorm between the layers, start the weights with kaimingNormal, or let an Add pass around some layers.",
    );
  return t("Start the weights with kaimingNormal, use fewer layers, or let an Add pass around some of them.");
}

/** What helps where nothing learns: at the start something saturates, later a step was too large. */
function nowhereAdvice(fell: boolean, network: NetworkFacts | undefined): string {
  if (!fell) return t("The loss may be saturated: check the targets, and the activation before the loss.");
  return network?.learningRate === undefined
    ? t(
        "Lower the learning rate and train again: steps that were too large drove the layers where they are flat.",
      )
    : t(
        "Lower the learning rate from {0} and train again: steps that were too large drove the layers where they are flat.",
        formatNumber(network.learningRate),
      );
}
