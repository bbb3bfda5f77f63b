import { t } from "@vscode/l10n";
import type { Domain } from "../domain";

/** Targets of yes or no, or of anything between. */
export const yesOrNo: Domain = {
  low: 0,
  high: 1,
  advice: ({ low, high }) => {
    if (low === 1 && high === 2)
      return t("Write 0 for no and 1 for yes, or take 1 away with Subtract and a Constant of 1.");
    if (low === -1 && high === 1)
      return t("Write 0 for no and 1 for yes; HingeLoss takes −1 and 1 as they are.");
    return t("Write 0 for no and 1 for yes, or scale the numbers to 0 … 1.");
  },
};

/** Targets of one thing or its opposite. */
export const plusOrMinus: Domain = {
  values: [-1, 1],
  advice: ({ low, high }) =>
    low === 0 && high === 1
      ? t("Write −1 in place of 0, or double the numbers with Multiply and take 1 away with Subtract.")
      : t("Write 1 for one and −1 for the other."),
};

/** Predictions that a loss takes the logarithm of; `advice` is translated. */
export function probabilities(advice: string): Domain {
  return { low: 0, high: 1, advice: () => advice };
}

/** Predictions that are logarithms of probabilities already; `advice` is translated. */
export function logProbabilities(advice: string): Domain {
  return { high: 0, advice: () => advice };
}

/** Numbers of classes that a loss has scores for; `ignoreIndex` does not count. */
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
        ? t("Class numbers count from 0.")
        : t(
            "Class numbers count from 0; set ignoreIndex to {0} if it stands for a row without a class.",
            low,
          );
    },
  };
}

/** Numbers of rows or places, of which there are `size`; `param` is the parameter that says how many, where one does. */
export function placeNumbers(size: number, param?: string): Domain {
  return {
    low: 0,
    high: size - 1,
    whole: true,
    advice: ({ low, high }) => {
      if (high < size) return t("Such numbers count from 0.");
      const countsFromOne = low >= 1 && high === size;
      if (!param) return countsFromOne ? fromOne() : t("The last of them is {0}.", size - 1);
      return countsFromOne
        ? `${fromOne()} ${t("Otherwise set {0} to {1}.", param, high + 1)}`
        : t("Set {0} to {1}.", param, high + 1);
    },
  };
}

function fromOne(): string {
  return t(
    "They seem to count from 1 and must count from 0: take 1 away with Subtract and a Constant of 1 before Cast.",
  );
}
