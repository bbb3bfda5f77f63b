import { mostDrawnSide, type Predictable, type PredictableInput } from "../run/prediction";
import { sampleShape, sampleSize } from "../tensor/graphType";
import { pictureOf, type PredictionInput } from "./ports";
import type { Predictor } from "./Predictor";
import { sequencePorts } from "../generation/sequencePorts";
import { shownPicture } from "./shownPicture";

/** The most numbers that someone sets one by one. */
const mostNumbers = 16;
/** The most class names that are listed. */
const mostNames = 200;

/** What a model takes and gives, for those who use it. */
export function predictable(predictor: Predictor): Predictable {
  const prompt = sequencePorts(predictor)?.input.path;
  return {
    inputs: predictor.inputs.filter(({ path }) => path !== prompt).map(describeInput),
    outputs: predictor.outputs.map(({ path }) => path),
    random: predictor.isRandom,
    ...(prompt !== undefined && { prompt }),
    device: predictor.device,
  };
}

function describeInput({ path, type, range, classNames }: PredictionInput): PredictableInput {
  const shape = sampleShape(type);
  const count = sampleSize(type);
  const port = { path, shape };
  if (type.dtype === "int32") {
    const { classes } = type;
    if (classes === undefined) return { ...port, kind: "other" };
    const names = classNames && classNames.length <= mostNames ? { classNames } : {};
    return { ...port, kind: "classes", count, classes, ...names };
  }
  const picture = shownPicture(pictureOf(type));
  if (picture && Math.max(picture.width, picture.height) <= mostDrawnSide)
    return { ...port, kind: "picture", ...picture };
  if (count > mostNumbers) return { ...port, kind: "other" };
  return { ...port, kind: "numbers", count, ...(range && { low: range.low, high: range.high }) };
}
