import { t } from "@vscode/l10n";
import { portName } from "../compiler/lower";
import { showDomain, showNumber } from "../layers/domain";
import { EngineError } from "./EngineError";
import type { OutOfDomain } from "./findOutOfDomain";

/** The error of a run in which a loss or a table gets, at a step from 1, numbers that it does not take. */
export function valueOutOfRange(step: number, { input, low, high, sums }: OutOfDomain): EngineError {
  const { node, port, domain, source } = input;
  const from = source.port === "output" ? source.node : portName(source.node, source.port);
  const to = portName(node.node.id, port);
  const message = sums
    ? t(
        "At step {0}, {1} gives rows that add up to between {2} and {3}, but {4} of {5} takes probabilities that add up to 1.",
        step,
        from,
        showNumber(sums[0]),
        showNumber(sums[1]),
        to,
        node.layer.type,
      )
    : t(
        "At step {0}, {1} gives numbers from {2} to {3}, but {4} of {5} takes {6}.",
        step,
        from,
        showNumber(low),
        showNumber(high),
        to,
        node.layer.type,
        showDomain(domain),
      );
  return new EngineError("value-out-of-range", message, {
    hint: domain.advice({ low, high }),
    nodeId: node.node.id,
  });
}

/** The error of a run in which a loss that cannot be is below 0, though what it gets is right. */
export function negativeLoss(step: number, loss: string): EngineError {
  return new EngineError(
    "value-out-of-range",
    t("At step {0} the loss {1} is below 0, which such a loss can never be.", step, loss),
    { hint: t("Look at what arrives at its inputs."), nodeId: loss },
  );
}
