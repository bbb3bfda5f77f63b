import { mostSide, toPictures } from "../panels/toPictures";
import type { PredictionContent } from "../run/prediction";
import { sampleShape } from "../tensor/graphType";
import { at } from "../tensor/tensor";
import type { Predicted } from "./Predictor";
import { readClasses } from "./readClasses";
import { shownPicture } from "./shownPicture";
import { allValuesOf, valuesOf } from "./valuesOf";

/** How many classes, positions and numbers of a sample are shown. */
const mostClasses = 20;
const mostPositions = 1000;
const mostNumbers = 64;

/** A prediction as it is shown: pictures of all samples, anything else of the first. */
export function contentOf(predicted: Predicted): PredictionContent {
  const { output, read } = predicted;
  if (output.reads === "classes" && read) {
    const [positions, count] = [at(read.shape, 1), at(read.shape, 2)];
    const map = classMap(predicted);
    if (map) return { show: "pictures", pictures: map };
    if (positions === 1)
      return { show: "classes", classes: readClasses(predicted, 0).slice(0, mostClasses), count };
    const names = Array.from({ length: Math.min(positions, mostPositions) }, (_, position) =>
      nameAt(predicted, position),
    );
    return { show: "sequence", names, count: positions };
  }
  const all = allValuesOf(predicted);
  const picture = shownPicture(output.picture);
  if (picture) {
    const { channels, height, width } = picture;
    const bounds = output.range && { ...output.range, whole: false };
    const count = all.length / (channels * height * width);
    return { show: "pictures", pictures: toPictures(all, [channels, height, width], count, bounds) };
  }
  const values = valuesOf(predicted, 0);
  return {
    show: "numbers",
    values: values.slice(0, mostNumbers).map((value) => (Number.isFinite(value) ? value : null)),
    count: values.length,
    areProbabilities: output.reads === "binary",
  };
}

/** The most likely class of each pixel of a segmented picture, [classes, height, width], as a grey value. */
function classMap(predicted: Predicted) {
  const { output, read } = predicted;
  const [classes = 0, height = 0, width = 0, ...others] = sampleShape(output.type);
  const positions = height * width;
  if (!read || others.length > 0 || positions === 0 || at(read.shape, 1) !== positions) return undefined;
  // A mean of classes, which makes a large picture smaller, would be another class.
  if (Math.max(height, width) > mostSide) return undefined;
  const map = Float32Array.from({ length: positions }, (_, position) =>
    likeliest(read.data, position, classes),
  );
  return toPictures(map, [1, height, width], 1, { low: 0, high: classes - 1, whole: true });
}

function nameAt({ output, read }: Predicted, position: number): string {
  if (!read) return "";
  const index = likeliest(read.data, position, at(read.shape, 2));
  return output.classNames?.[index] ?? String(index);
}

/** The index of the largest of a position's scores in the first sample. */
function likeliest(scores: Predicted["data"], position: number, classes: number): number {
  const start = position * classes;
  let best = 0;
  for (let index = 1; index < classes; index++)
    if ((scores[start + index] ?? 0) > (scores[start + best] ?? 0)) best = index;
  return best;
}
