import { t } from "@vscode/l10n";
import { EngineError } from "../run/EngineError";
import { shortList } from "../run/shortList";

/** The errors of continuing a sequence. */

export function notASequenceModel(): EngineError {
  return new EngineError(
    "not-a-sequence-model",
    t(
      "The model does not continue a sequence: that takes an input of class indices, and scores of the same classes for its positions.",
    ),
    { hint: t("Generate with a model of text, such as a GPT or an LSTM that predicts the next character.") },
  );
}

export function notCausal(input: string): EngineError {
  return new EngineError(
    "not-causal",
    t("What follows a position of {0} changes its score, so the model cannot continue a sequence.", input),
    { hint: t("Use a causal mask in attention, and recurrent layers of one direction.") },
  );
}

export function promptTooShort(length: number, window: number): EngineError {
  return new EngineError(
    "prompt-too-short",
    t("The prompt has {0} elements, but the model needs {1} to predict the next one.", length, window),
  );
}

/** @param unknown Each with its position, from 1. */
export function unknownInPrompt(
  unknown: readonly { readonly name: string; readonly place: number }[],
): EngineError {
  const each = unknown.map(({ name, place }) => t("{0} at {1}", JSON.stringify(name), place));
  return new EngineError(
    "prompt-unknown",
    t("The model was not trained on {0} of the prompt.", shortList(each)),
    { hint: t("Use only what occurs in the text that it was trained on.") },
  );
}
