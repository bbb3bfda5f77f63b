import { t } from "@vscode/l10n";
import { formatCount } from "../../run/format";
import type { GradientDiagnosis } from "./diagnosis";

export interface NotFinite {
  readonly kind: "not-finite";
  readonly count: number;
}

/** A weight or its gradient contains NaN or infinity. */
export const notFinite: GradientDiagnosis<NotFinite> = {
  kind: "not-finite",
  tone: "error",
  *find({ weights }) {
    for (const weight of weights)
      if (weight.notFinite > 0)
        yield {
          weight,
          node: weight.node,
          condition: { kind: "not-finite", count: weight.notFinite },
          severity: weight.notFinite,
        };
  },
  tag: () => t("NaN"),
  describe: ({ count }, { name, others }) => ({
    title: others > 0 ? t("{0} and {1} more contain NaN.", name, others) : t("{0} contains NaN.", name),
    evidence: t(
      "{0} elements of the weight or its gradient are NaN or infinite, and stay so in every later step.",
      formatCount(count),
    ),
    advice: t(
      "Lower the learning rate and train again from the last good checkpoint; check the data for missing values.",
    ),
  }),
};
