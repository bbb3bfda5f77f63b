import { t } from "@vscode/l10n";
import type { Domain } from "../domain";

/** Binary targets, or anything between 0 and 1. */
export const yesOrNo: Domain = {
  low: 0,
  high: 1,
  advice: ({ low, high }) => {
    if (low === 1 && high === 2)
      return t("Write 0 for no and 1 for yes, or subtract 1 with Subtract and a Constant of 1.");
    if (low === -1 && high === 1)
      return t("Write 0 for no and 1 for yes, or use HingeLoss, which takes −1 and 1.");
    return t("Write 0 for no and 1 for yes, or scale the numbers to 0 … 1.");
  },
};

/** Targets of −1 or 1. */
export const plusOrMinus: Domain = {
  values: [-1, 1],
  advice: ({ low, high }) =>
    low === 0 && high === 1
      ? t("Write −1 instead of 0, or double the numbers with Multiply and subtract 1 with Subtract.")
      : t("Write 1 for one and −1 for the other."),
};

/** Predictions that a loss takes the logarithm of; `advice` is translated. */
export function probabilities(advice: string): Domain {
  return { low: 0, high: 1, advice: () => advice };
}

/** Predictions that are log-probabilities; `advice` is translated. */
export function logProbabilities(advice: string): Domain {
  return { high: 0, advice: () => advice };
}

/** Numbers that have a logarithm. */
export function positive(): Domain {
  const advice = t("Put a Clamp before it, with a min above 0, or a layer whose outputs are above 0.");
  return { low: 0, open: true, exact: true, advice: () => advice };
}

/** Numbers that have a square root. */
export function nonNegative(): Domain {
  const advice = t("Put a Clamp with a min of 0 before it, or a layer whose outputs are not negative.");
  return { low: 0, exact: true, advice: () => advice };
}

/** Class indices for which a loss has scores; `ignoreIndex` is ignored. */
export function classNumbers(classes: number, ignoreIndex?: number): Domain {
  return {
    low: 0,
    high: classes - 1,
    whole: true,
    ...(ignoreIndex !== undefined && { except: ignoreIndex }),
    advice: ({ low, high }) => {
      if (low >= 1 && high === classes)
        return `${fromOne()} ${t("Otherwise the layer before the loss needs {0} outputs.", high + 1)}`;
      if (high >= classes) return t("The layer before the loss needs {0} outputs.", high + 1);
      return ignoreIndex === undefined
        ? t("Class indices count from 0.")
        : t("Class indices count from 0; set ignoreIndex to {0} if it marks rows without a class.", low);
    },
  };
}

/** Indices of rows or positions, of which there are `size`; `param` is the parameter that sets their number, if any. */
export function placeNumbers(size: number, param?: string): Domain {
  return {
    low: 0,
    high: size - 1,
    whole: true,
    advice: ({ low, high }) => {
      if (high < size) return t("Indices count from 0.");
      const countsFromOne = low >= 1 && high === size;
      if (!param) return countsFromOne ? fromOne() : t("The last one is {0}.", size - 1);
      return countsFromOne
        ? `${fromOne()} ${t("Otherwise set {0} to {1}.", param, high + 1)}`
        : t("Set {0} to {1}.", param, high + 1);
    },
  };
}

function fromOne(): string {
  return t(
    "They seem to count from 1 but must count from 0: subtract 1 with Subtract and a Constant of 1 before Cast.",
  );
}
