import { t } from "@vscode/l10n";
import { statePath, pathOf } from "../tensor/path";
import { EngineError } from "./EngineError";
import type { Cause } from "./findCause";

/** Numbers larger than this have grown without bound; an overflow of smaller ones is the operation's own. */
const grown = 1e9;

/** The error of a run that has no numbers any more, which names what was the first and what can be done about it. */
export function lossNotFinite(step: number, cause: Cause | undefined): EngineError {
  if (!cause)
    return new EngineError("loss-not-finite", t("The loss is no longer a number at step {0}.", step), {
      hint: t("Lower the learning rate, and look for divisions, logarithms and large inputs. {0}", kept()),
    });
  return new EngineError("loss-not-finite", messageOf(cause), {
    hint: `${hintOf(cause)} ${kept()}`,
    nodeId: nodeOf(cause),
  });
}

function kept(): string {
  return t("The last good checkpoint was kept.");
}

function messageOf({ step, suspect, count }: Cause): string {
  switch (suspect.kind) {
    case "data":
      return t(
        "The data are not all numbers: in the batch of step {0}, {1} numbers of {2} are NaN or infinite.",
        step,
        count,
        pathOf(suspect.node, suspect.port),
      );
    case "weight":
      return t(
        "The weight {1} is NaN or infinite already before step {0}.",
        step,
        pathOf(suspect.node, suspect.weight),
      );
    case "value":
      return t(
        "At step {0} the output {1} is the first that is NaN or infinite.",
        step,
        pathOf(suspect.node, suspect.port),
      );
    case "gradient":
      return suspect.from.length === 1
        ? t(
            'At step {0} the gradient that "{2}" gives back to {1} is the first that is NaN or infinite.',
            step,
            pathOf(suspect.node, suspect.port),
            suspect.from[0] ?? "",
          )
        : t(
            "At step {0} the gradient that comes back to {1} is the first that is NaN or infinite.",
            step,
            pathOf(suspect.node, suspect.port),
          );
    case "weightGradient":
      return t(
        "At step {0} the gradient of the weight {1} is the first that is NaN or infinite.",
        step,
        pathOf(suspect.node, suspect.weight),
      );
    case "update":
      return t(
        "The update of step {0} made {1} NaN or infinite; its gradient was a number.",
        step,
        pathOf(suspect.node, suspect.weight),
      );
    case "optimizer":
      return t(
        "At step {0} what the optimizer remembers ({1}) became NaN or infinite; the gradients were numbers.",
        step,
        suspect.node === undefined || suspect.weight === undefined
          ? suspect.state
          : statePath(pathOf(suspect.node, suspect.weight), suspect.state),
      );
  }
}

function hintOf({ suspect: { kind }, largestInput }: Cause): string {
  const most = largestInput.toPrecision(2);
  if (kind === "data") return t("Correct these values in the data, or leave their rows out.");
  if (kind === "weight") return t("Look at how it starts, or at the file that it was loaded from.");
  if (kind === "update" || kind === "optimizer")
    return t(
      "Lower the learning rate, or clip the gradients; weights and gradients before it are up to {0}.",
      most,
    );
  if (largestInput > grown)
    return t(
      "Numbers of up to {0} come into it. Where they grew in training, lower the learning rate or clip the gradients; else bring inputs and targets to a size of about 1, and keep divisors away from 0.",
      most,
    );
  if (kind === "value")
    return t(
      "Numbers of at most {0} come into it, so it is not the learning rate: look for a division by 0, a logarithm of 0 or less, or an exponential of more than 88.",
      most,
    );
  return t(
    "Numbers of at most {0} come into it, so it is not the learning rate: a root, a logarithm or a division has no slope there. Keep what goes into it away from 0.",
    most,
  );
}

/** The node to look at: the one that gives a bad gradient back, not the one that gets it. */
function nodeOf({ suspect }: Cause): string | undefined {
  return suspect.kind === "gradient" && suspect.from.length === 1 ? suspect.from[0] : suspect.node;
}
