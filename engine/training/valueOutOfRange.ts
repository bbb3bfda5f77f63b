import { t } from "@vscode/l10n";
import { pathOf } from "../tensor/path";
import { showDomain, showNumber } from "../layers/domain";
import type { LoadedDataset } from "../data/dataset";
import { EngineError } from "../run/EngineError";
import type { OutOfDomain } from "./findOutOfDomain";

/** Where out-of-domain values occurred: in a training step (from 1), the validation set, or a given batch. */
export type Moment = { readonly step: number } | "validation" | "batch";

/**
 * The error of a loss or an embedding that gets values outside its domain.
 *
 * @param sample A translated sentence that names the first sample at fault; see `describeSample`.
 */
export function valueOutOfRange(moment: Moment, found: OutOfDomain, sample = ""): EngineError {
  return new EngineError("value-out-of-range", [outOfRange(moment, found), sample].join(" ").trimEnd(), {
    hint: found.input.domain.advice(found),
    nodeId: found.input.node.node.id,
  });
}

/** Names a sample (index from 0) of a Dataset: by its line in a table, otherwise by its number from 1. */
export function describeSample({ node, dataset }: LoadedDataset, sample: number): string {
  const line = dataset.lines?.[sample];
  return line === undefined
    ? t('The first is in sample {0} of "{1}".', sample + 1, node)
    : t("The first is on line {0} of {1}.", line, dataset.files?.[0]?.name ?? node);
}

function outOfRange(moment: Moment, { input, low, high, sums }: OutOfDomain): string {
  const when =
    moment === "validation"
      ? t("In the validation set")
      : moment === "batch"
        ? t("In the given batch")
        : t("At step {0}", moment.step);
  const { node, port, domain, source } = input;
  const from = source.port === "output" ? source.node : pathOf(source.node, source.port);
  const to = pathOf(node.node.id, port);
  return sums
    ? t(
        "{0}, the rows of {1} sum to between {2} and {3}, but {4} of {5} takes probabilities that sum to 1.",
        when,
        from,
        showNumber(sums[0]),
        showNumber(sums[1]),
        to,
        node.layer.type,
      )
    : t(
        "{0}, {1} ranges from {2} to {3}, but {4} of {5} takes {6}.",
        when,
        from,
        showNumber(low),
        showNumber(high),
        to,
        node.layer.type,
        showDomain(domain),
      );
}

/** The error of a run with a negative loss that can never be negative, although its inputs are in their domains. */
export function negativeLoss(step: number, loss: string): EngineError {
  return new EngineError(
    "value-out-of-range",
    t("At step {0}, the loss {1} is negative, which this loss can never be.", step, loss),
    { hint: t("Check the values at its inputs."), nodeId: loss },
  );
}
