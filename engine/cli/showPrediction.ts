import { t } from "@vscode/l10n";
import type { Predicted } from "../prediction/Predictor";
import { readClasses } from "../prediction/readClasses";
import { valuesOf } from "../prediction/valuesOf";
import { showShape } from "../tensor/graphType";

/** How many classes of a sample, positions and numbers are printed. */
const mostClasses = 5;
const mostPositions = 100;
const mostNumbers = 16;

/** What a sample's output is, in one line. */
export function showPrediction(predicted: Predicted, sample: number): string {
  const { output, read } = predicted;
  const positions = read?.shape[1] ?? 0;
  if (output.reads === "classes" && positions === 1)
    return readClasses(predicted, sample)
      .slice(0, mostClasses)
      .map(({ name, probability }) => `${name} ${percent(probability)}`)
      .join(", ");
  if (output.reads === "classes") {
    const names = Array.from(
      { length: Math.min(positions, mostPositions) },
      (_, position) => readClasses(predicted, sample, position)[0]?.name ?? "",
    );
    return `${names.join(" ")}${positions > mostPositions ? " …" : ""}`;
  }
  const values = valuesOf(predicted, sample);
  if (values.length <= mostNumbers) return values.map(number).join(", ");
  const few = values.slice(0, mostNumbers).map(number).join(", ");
  return t("{0}, … ({1}; --out writes all)", few, showShape(output.type));
}

function percent(probability: number): string {
  return `${(100 * probability).toFixed(1)} %`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(5)));
}
