import { t } from "@vscode/l10n";
import { formatCount, formatNumber, formatRatio } from "../run/format";
import type { NetworkFacts } from "./networkFacts";
import { type Condition, type Finding, limits } from "./diagnose";

/** A condition in one or two words, for a row. */
export function tagOf(condition: Condition): string {
  switch (condition.kind) {
    case "notFinite":
      return t("NaN");
    case "exploding":
      return t("exploding");
    case "vanishing":
      return t("vanishing");
    case "dead":
      return condition.cutOff ? t("cut off") : t("{0} dead", percent(condition.share));
    case "tooFast":
      return t("fast {0}", formatRatio(condition.ratio));
    case "tooSlow":
      return t("slow {0}", formatRatio(condition.ratio));
  }
}

/** How bad it is: an error stops the learning, a warning slows it. */
export function toneOf({ kind }: Condition): "warning" | "error" {
  return kind === "notFinite" || kind === "exploding" ? "error" : "warning";
}

export interface Description {
  /** What is wrong, in a sentence. */
  readonly title: string;
  /** The numbers behind it. */
  readonly evidence: string;
  /** What one can do about it. */
  readonly advice: string;
}

/** A finding in words. The advice fits the network, where it is known. */
export function describe({ condition, keys, node }: Finding, network?: NetworkFacts): Description {
  const who = keys[0] ?? node;
  const others = keys.length - 1;
  switch (condition.kind) {
    case "notFinite":
      return {
        title: others > 0 ? t("{0} and {1} more hold NaN.", who, others) : t("{0} holds NaN.", who),
        evidence: t(
          "{0} numbers of the weight or its gradient are NaN or infinite; every later step keeps them so.",
          formatCount(condition.count),
        ),
        advice: t(
          "Lower the learning rate and train again from the last good checkpoint; check the data for missing values.",
        ),
      };
    case "exploding":
      return {
        title:
          others > 0
            ? t("Gradients of {0} and {1} more explode.", who, others)
            : t("The gradient of {0} explodes.", who),
        evidence:
          condition.before === undefined
            ? t("Its norm is {0}; below {1} is usual.", formatNumber(condition.norm), limits.explodedNorm)
            : t(
                "Its norm is {0}; it was about {1} before.",
                formatNumber(condition.norm),
                formatNumber(condition.before),
              ),
        advice: t(
          "Lower the learning rate, or bring inputs and targets to a size of about 1. In recurrent layers shorter sequences help.",
        ),
      };
    case "vanishing":
      return condition.reference === undefined
        ? {
            title:
              condition.largest < limits.vanishedRms
                ? t("No weight gets a gradient.")
                : t("No weight gets a gradient any more."),
            evidence:
              condition.largest < limits.vanishedRms
                ? t("The elements of {0} are about {1}.", who, formatNumber(condition.rms))
                : t(
                    "The elements of {0} are about {1}; in this run they were up to {2}, and the loss is as high as it began.",
                    who,
                    formatNumber(condition.rms),
                    formatNumber(condition.largest),
                  ),
            advice: nowhereAdvice(condition.largest >= limits.vanishedRms, network),
          }
        : {
            title:
              others > 0
                ? t("Gradients vanish on their way to {0} and {1} more.", who, others)
                : t("The gradient vanishes on its way to {0}.", who),
            evidence: t(
              "Its elements are about {0}, those of {1} {2}.",
              formatNumber(condition.rms),
              condition.reference.key,
              formatNumber(condition.reference.rms),
            ),
            advice: vanishingAdvice(network),
          };
    case "dead":
      return {
        title: condition.cutOff
          ? t(
              "Cut off: {0} of the units before {1} are dead.",
              percent(condition.share),
              condition.activation,
            )
          : t("{0} of the units before {1} are dead.", percent(condition.share), condition.activation),
        evidence: t(
          "They gave 0 for every sample of the last {0} batches looked at, so no gradient reaches their weights.",
          limits.deadProbes,
        ),
        advice:
          network?.learningRate === undefined
            ? t(
                "Lower the learning rate and train again, or use LeakyReLU or ELU, which always pass some gradient.",
              )
            : t(
                "Lower the learning rate from {0} and train again, or use LeakyReLU or ELU, which always pass some gradient.",
                formatNumber(network.learningRate),
              ),
      };
    case "tooFast":
      return {
        title:
          others > 0
            ? t("{0} and {1} more change very fast.", who, others)
            : condition.ratio > condition.others * limits.outlier
              ? t("{0} learns much faster than the rest.", who)
              : t("{0} changes very fast.", who),
        evidence: pace(condition),
        advice:
          network === undefined || network.optimizer === "SGD"
            ? t("Lower the learning rate. Adam scales each weight's step by itself.")
            : t("Lower the learning rate."),
      };
    case "tooSlow":
      return {
        title: others > 0 ? t("{0} and {1} more hardly move.", who, others) : t("{0} hardly moves.", who),
        evidence: pace(condition),
        advice: t("Raise the learning rate."),
      };
  }
}

/** What helps a gradient through many layers: which of it depends on what the layers are. */
function vanishingAdvice(network: NetworkFacts | undefined): string {
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

function pace({ ratio, others }: { readonly ratio: number; readonly others: number }): string {
  const usual = formatRatio(limits.usualRatio);
  return Number.isFinite(others)
    ? t(
        "Its update is {0} of the weight, the others' {1}. Usual is about {2}.",
        formatRatio(ratio),
        formatRatio(others),
        usual,
      )
    : t("Its update is {0} of the weight. Usual is about {1}.", formatRatio(ratio), usual);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}\u202f%`;
}
