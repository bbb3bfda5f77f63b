import { t } from "@vscode/l10n";
import { statePath, pathOf } from "../tensor/path";
import { EngineError } from "../run/EngineError";
import type { Cause } from "./findCause";

/** Larger inputs have grown without bound; with smaller ones, an overflow is due to the operation itself. */
const divergedAbove = 1e9;

/** The error of a run whose values are no longer finite: names the first such value and what to do about it. */
export function lossNotFinite(step: number, cause: Cause | undefined): EngineError {
  if (!cause)
    return new EngineError("loss-not-finite", t("The loss became NaN or infinite at step {0}.", step), {
      hint: t(
        "Lower the learning rate, and check divisions, logarithms and large inputs. {0}",
        notOverwritten(),
      ),
    });
  return new EngineError("loss-not-finite", messageOf(cause), {
    hint: `${hintOf(cause)} ${notOverwritten()}`,
    nodeId: nodeOf(cause),
  });
}

function notOverwritten(): string {
  return t("The last good checkpoint was not overwritten.");
}

function messageOf({ step, suspect, count }: Cause): string {
  switch (suspect.kind) {
    case "data":
      return t(
        "The data are not finite: in the batch of step {0}, {1} values of {2} are NaN or infinite.",
        step,
        count,
        pathOf(suspect.node, suspect.port),
      );
    case "weight":
      return t(
        "The weight {1} was already NaN or infinite before step {0}.",
        step,
        pathOf(suspect.node, suspect.weight),
      );
    case "value":
      return t(
        "At step {0}, the output {1} is the first value that is NaN or infinite.",
        step,
        pathOf(suspect.node, suspect.port),
      );
    case "gradient":
      return suspect.from.length === 1
        ? t(
            'At step {0}, the gradient that "{2}" passes back to {1} is the first value that is NaN or infinite.',
            step,
            pathOf(suspect.node, suspect.port),
            suspect.from[0] ?? "",
          )
        : t(
            "At step {0}, the gradient with respect to {1} is the first value that is NaN or infinite.",
            step,
            pathOf(suspect.node, suspect.port),
          );
    case "weightGradient":
      return t(
        "At step {0}, the gradient of the weight {1} is the first value that is NaN or infinite.",
        step,
        pathOf(suspect.node, suspect.weight),
      );
    case "update":
      return t(
        "The update of step {0} made {1} NaN or infinite; its gradient was finite.",
        step,
        pathOf(suspect.node, suspect.weight),
      );
    case "optimizer":
      return t(
        "At step {0}, the optimizer state {1} became NaN or infinite; the gradients were finite.",
        step,
        suspect.node === undefined || suspect.weight === undefined
          ? suspect.state
          : statePath(pathOf(suspect.node, suspect.weight), suspect.state),
      );
  }
}

function hintOf({ suspect: { kind }, largestInput }: Cause): string {
  const most = largestInput.toPrecision(2);
  if (kind === "data") return t("Correct these values in the data, or remove their rows.");
  if (kind === "weight") return t("Check its initialisation, or the file that it was loaded from.");
  if (kind === "update" || kind === "optimizer")
    return t(
      "Lower the learning rate or clip the gradients. Before the update, weights and gradients were at most {0}.",
      most,
    );
  if (largestInput > divergedAbove)
    return t(
      "Its inputs are as large as {0}. If they grew during training, lower the learning rate or clip the gradients; otherwise scale inputs and targets to about 1, and keep divisors away from 0.",
      most,
    );
  if (kind === "value")
    return t(
      "Its inputs are at most {0}, so the learning rate is not the cause: look for a division by 0, a logarithm of 0 or less, or an exponential of more than 88.",
      most,
    );
  return t(
    "Its inputs are at most {0}, so the learning rate is not the cause: a root, a logarithm or a division has no finite derivative there. Keep its inputs away from 0.",
    most,
  );
}

/** The node to look at: the one that passes a bad gradient back, not the one that receives it. */
function nodeOf({ suspect }: Cause): string | undefined {
  return suspect.kind === "gradient" && suspect.from.length === 1 ? suspect.from[0] : suspect.node;
}
