import { basename } from "node:path";
import { t } from "@vscode/l10n";
import { showNumber } from "../layers/domain";
import { showShape, type GraphType } from "../tensor/graphType";
import { EngineError } from "../run/EngineError";
import { shortList } from "../run/shortList";

/** The errors of predicting: what was asked for, what was given, and what the weights do not fit. */

export function unknownPort(name: string, near: string | undefined): EngineError {
  return new EngineError("unknown-port", t('The model has no output "{0}".', name), {
    hint:
      near === undefined
        ? t("Name it as in the wires: node.port, with the path of a node inside a block.")
        : t('Do you mean "{0}"?', near),
  });
}

/** Nothing can be predicted from a model without layers or without outputs. */
export function nothingToPredict(): EngineError {
  return new EngineError("nothing-to-predict", t("The model has no output that could be predicted."), {
    hint: t("Name one: --output node.port"),
  });
}

/** A run folder in which the document that was trained is missing, no regular file or too large. */
export function runWithoutModel(run: string): EngineError {
  return new EngineError(
    "run-without-model",
    t("The run {0} has no readable model.nn.json.", basename(run)),
    {
      hint: t("Train the model again."),
    },
  );
}

export function givenAndWanted(name: string): EngineError {
  return new EngineError("given-and-wanted", t('"{0}" is given, so there is nothing to predict.', name));
}

/** Weights are missing in the file, or have other shapes there. */
export function weightsDoNotFit(
  file: string,
  missing: readonly string[],
  others: readonly {
    readonly name: string;
    readonly given: readonly number[];
    readonly wanted: readonly number[];
  }[],
): EngineError {
  const shapes = others.map(
    ({ name, given, wanted }) => `${name} [${given.join(", ")}] → [${wanted.join(", ")}]`,
  );
  const parts = [
    ...(missing.length > 0 ? [t("it has no {0}", shortList(missing))] : []),
    ...(shapes.length > 0 ? [t("other shapes have {0}", shortList(shapes))] : []),
  ];
  return new EngineError(
    "weights-do-not-fit",
    t("The weights in {0} are not those of this model: {1}.", basename(file), parts.join("; ")),
    {
      hint: t("Choose a run of this model, or predict with the model that the run has saved: model.nn.json."),
    },
  );
}

export function inputsMissing(
  inputs: readonly { readonly path: string; readonly type: GraphType }[],
): EngineError {
  return new EngineError(
    "input-missing",
    t("The prediction needs {0}.", shortList(inputs.map(({ path, type }) => `${path} (${showShape(type)})`))),
    { hint: t("Give each of them: --input PORT=FILE") },
  );
}

export function inputNotNeeded(name: string, needed: readonly string[]): EngineError {
  return new EngineError("input-not-needed", t('The prediction does not need "{0}".', name), {
    hint: needed.length > 0 ? t("It needs {0}.", shortList(needed)) : t("It needs no input."),
  });
}

export function wrongShape(path: string, given: readonly number[], type: GraphType): EngineError {
  return new EngineError(
    "input-shape",
    t("{0} is [{1}], but a sample has the shape {2}.", path, given.join(", "), showShape(type)),
    { hint: t("Give one sample, or several along a first axis.") },
  );
}

export function unequalCounts(path: string, count: number, other: string, otherCount: number): EngineError {
  return new EngineError(
    "input-shape",
    t("{0} has {1} samples, but {2} has {3}.", path, count, other, otherCount),
  );
}

export function notFinite(path: string, sample: number): EngineError {
  return new EngineError("input-not-finite", t("{0} is NaN or infinite in sample {1}.", path, sample + 1));
}

export function notWhole(path: string, value: number, sample: number): EngineError {
  return new EngineError(
    "input-dtype",
    t("{0} takes whole numbers, but sample {1} contains {2}.", path, sample + 1, showNumber(value)),
  );
}

/** @param takes What it accepts; translated. */
export function outsideDomain(
  path: string,
  value: number,
  sample: number,
  takes: string,
  hint?: string,
): EngineError {
  return new EngineError(
    "input-out-of-range",
    t("Sample {0} of {1} contains {2}, but it takes {3}.", sample + 1, path, showNumber(value), takes),
    hint === undefined ? {} : { hint },
  );
}

export function outputNotANumber(path: string, sample: number): EngineError {
  return new EngineError("prediction-not-a-number", t("{0} is NaN in sample {1}.", path, sample + 1), {
    hint: t("Compare the inputs with the data that the model was trained on."),
  });
}

export function tooManySamples(count: number, most: number): EngineError {
  return new EngineError(
    "model-too-large",
    t("{0} samples do not fit into memory; at most {1} do.", count, most),
  );
}

export function notAPictureInput(path: string): EngineError {
  return new EngineError("input-shape", t("{0} does not take such pictures.", path));
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** @param hint What to do; translated. */
export function otherPictureSize(path: string, picture: Size, wanted: Size, hint?: string): EngineError {
  return new EngineError(
    "input-shape",
    t(
      "The picture has {0} × {1} pixels, but {2} takes {3} × {4}.",
      picture.width,
      picture.height,
      path,
      wanted.width,
      wanted.height,
    ),
    hint === undefined ? {} : { hint },
  );
}
