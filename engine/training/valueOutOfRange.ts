import { t } from "@vscode/l10n";
import { pathOf } from "../tensor/path";
import { showDomain, showNumber } from "../layers/domain";
import type { LoadedDataset } from "../data/dataset";
import { EngineError } from "./EngineError";
import type { OutOfDomain } from "./findOutOfDomain";

/** Where numbers came up that are not taken: at a step of training, from 1, in the validation part, or in a batch given by hand. */
export type Moment = { readonly step: number } | "validation" | "batch";

/**
 * The error of a loss or a table that gets numbers that it does not take.
 *
 * @param place Of the sample at fault, translated; see `sampleIn`.
 */
export function valueOutOfRange(moment: Moment, found: OutOfDomain, place = ""): EngineError {
  return new EngineError("value-out-of-range", [outOfRange(moment, found), place].join(" ").trimEnd(), {
    hint: found.input.domain.advice(found),
    nodeId: found.input.node.node.id,
  });
}

/** Says which sample of a Dataset it is, from 0: its line in a table, else its number, counted from 1. */
export function sampleIn({ node, dataset }: LoadedDataset, sample: number): string {
  const line = dataset.lines?.[sample];
  return line === undefined
    ? t('Sample {0} of "{1}" is the first of them.', sample + 1, node)
    : t("Line {0} of {1} is the first of them.", line, dataset.files?.[0]?.name ?? node);
}

function outOfRange(moment: Moment, { input, low, high, sums }: OutOfDomain): string {
  const when =
    moment === "validation"
      ? t("In the validation part")
      : moment === "batch"
        ? t("In the given batch")
        : t("At step {0}", moment.step);
  const { node, port, domain, source } = input;
  const from = source.port === "output" ? source.node : pathOf(source.node, source.port);
  const to = pathOf(node.node.id, port);
  return sums
    ? t(
        "{0}, {1} gives rows that add up to between {2} and {3}, but {4} of {5} takes probabilities that add up to 1.",
        when,
        from,
        showNumber(sums[0]),
        showNumber(sums[1]),
        to,
        node.layer.type,
      )
    : t(
        "{0}, {1} gives numbers from {2} to {3}, but {4} of {5} takes {6}.",
        when,
        from,
        showNumber(low),
        showNumber(high),
        to,
        node.layer.type,
        showDomain(domain),
      );
}

/** The error of a run in which a loss that cannot be is below 0, though what it gets is right. */
export function negativeLoss(step: number, loss: string): EngineError {
  return new EngineError(
    "value-out-of-range",
    t("At step {0} the loss {1} is below 0, which such a loss can never be.", step, loss),
    { hint: t("Look at what arrives at its inputs."), nodeId: loss },
  );
}
