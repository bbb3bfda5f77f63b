import { neededPart } from "../graph/neededPart";
import type { TypedGraph } from "../graph/typedGraph";
import { meanOverClasses } from "../metrics/classCounts";
import { overlap } from "../metrics/iou";
import type { Value } from "../ops/operation";
import { noClass } from "../run/panels";
import { sampleShape, sampleSize, type GraphType } from "../tensor/graphType";
import { at, sameShape } from "../tensor/tensor";
import { comparesWithData, comparisonsBy, predictionsOf, type Comparison } from "./comparisons";
import type { Panel, PlannedPanel, Port } from "./panel";
import { pictureShape, readDataPorts, type PictureShape } from "./pictureShape";
import { toMasks, toPictures } from "./toPictures";

const samples = 8;

/** Pictures, and over them the class of each pixel: its own, and the predicted one. */
export const masks: Panel = {
  name: "masks",
  of: (typed) =>
    forms.flatMap((form) =>
      comparisonsBy(typed, form).flatMap((comparison) => planned(typed, comparison, form) ?? []),
    ),
};

const forms = ["classes", "binary"] as const;
type Form = (typeof forms)[number];

/** Pictures whose every pixel has a class. */
interface MaskedPictures {
  readonly input: Port;
  readonly shape: PictureShape;
}

/**
 * The pictures of a comparison in which every pixel is told apart: its only input is pictures, and its target one class
 * index, or one yes or no, for each pixel of them. Undefined if it is no such comparison: what compares with the pictures
 * themselves gives them back.
 */
export function maskedPictures(
  typed: TypedGraph,
  { graph, prediction, target }: Comparison,
): MaskedPictures | undefined {
  const [input, ...others] = readDataPorts(neededPart(graph, [prediction.node]));
  const shape = input && others.length === 0 ? pictureShape(typed, input.type) : undefined;
  const from = graph.nodes.get(target.node);
  const [truth, guess] = [from?.outputs[target.port], outputOf(graph, prediction)];
  if (!input || !shape || !from || !truth || !guess) return undefined;
  const [, height, width] = shape;
  const { low, high, whole } = from.ranges[target.port] ?? { low: -Infinity, high: Infinity, whole: false };
  if (truth.dtype === "int32") {
    const classes = sampleSize(guess) / sampleSize(truth);
    return sameShape(sampleShape(truth), [height, width]) && classes <= noClass
      ? { input, shape }
      : undefined;
  }
  const isOfPixels = [
    [height, width],
    [1, height, width],
  ].some((size) => sameShape(sampleShape(truth), size));
  const isInput = [...readDataPorts(neededPart(graph, [target.node])), target].some(
    ({ node, port }) => node === input.node && port === input.port,
  );
  return isOfPixels && whole && low >= 0 && high <= 1 && !isInput ? { input, shape } : undefined;
}

function outputOf({ nodes }: TypedGraph, { node, port }: Port): GraphType | undefined {
  return nodes.get(node)?.outputs[port];
}

function planned(typed: TypedGraph, comparison: Comparison, form: Form): PlannedPanel | undefined {
  const { prediction, target, graph } = comparison;
  const found = maskedPictures(typed, comparison);
  if (!found || !comparesWithData(comparison)) return undefined;
  const { input, shape } = found;
  const [, height, width] = shape;
  return {
    node: prediction.node,
    graph,
    samples,
    values: (b, lowered): Readonly<Record<string, Value>> => {
      if (form === "classes") {
        const { scores, target: own, counted } = predictionsOf(lowered, comparison, form);
        return { predicted: b.argmax(scores, { axis: 1 }), own, counted };
      }
      const { probability, target: own } = predictionsOf(lowered, comparison, form);
      return { predicted: b.greater(probability, 0.5), own };
    },
    content: ({ predicted, own, counted }, { samplesOf, classNamesOf }) => {
      const data = samplesOf(input);
      if (!predicted || !own || !data) return undefined;
      const [pixels, count] = [height * width, own.data.length / (height * width)];
      const range = graph.nodes.get(input.node)?.ranges[input.port];
      const pictures = toPictures(data, shape, count, range);
      const truth = Uint8Array.from(own.data, (index, row) => (counted?.data[row] === 0 ? noClass : index));
      const guess = Uint8Array.from(predicted.data);
      const masksOf = (all: Uint8Array) => toMasks(all, [height, width], count);
      const [targets, guesses] = [masksOf(truth), masksOf(guess)];
      const overlaps = pictures.map((_, index) => {
        const [start, end] = [index * pixels, (index + 1) * pixels];
        return overlapOf(guess.subarray(start, end), truth.subarray(start, end), form);
      });
      const classNames = classNamesOf(target);
      return {
        show: "pictures",
        rows: [
          { role: "input", pictures },
          {
            role: "target",
            pictures: pictures.map((picture, index) => ({ ...picture, mask: at(targets, index) })),
          },
          {
            role: "prediction",
            pictures: pictures.map((picture, index) => ({
              ...picture,
              mask: at(guesses, index),
              iou: at(overlaps, index),
            })),
          },
        ],
        ...(classNames && { classNames }),
      };
    },
  };
}

/** The metric `iou` of one picture; NaN if no pixel counts, or none is yes. */
function overlapOf(guess: Uint8Array, truth: Uint8Array, form: Form): number {
  const depth = noClass + 1;
  const counts = new Float64Array(3 * depth);
  const add = (part: number, index: number) => {
    const place = part * depth + index;
    counts[place] = (counts[place] ?? 0) + 1;
  };
  for (const [pixel, index] of truth.entries()) {
    const predicted = guess[pixel] ?? noClass;
    if (index === noClass) continue;
    if (predicted === index) add(0, index);
    add(1, predicted);
    add(2, index);
  }
  // Of yes and no only yes is looked for.
  const isCounted = (place: number) => form === "classes" || place % depth === 1;
  return meanOverClasses(
    counts.map((number, place) => (isCounted(place) ? number : 0)),
    overlap,
  );
}
