import { boxOfCell } from "../data/catalog/gridBoxes";
import type { DataSource } from "../data/catalog/source";
import { dataSourceOf } from "../graph/dataSourceOf";
import { neededPart } from "../graph/neededPart";
import type { TypedGraph, TypedNode } from "../graph/typedGraph";
import { withoutMask } from "../graph/withoutMask";
import type { SampleBox } from "../run/panels";
import { sampleShape } from "../tensor/graphType";
import { at } from "../tensor/tensor";
import { comparisonsBy, predictionsOf } from "./comparisons";
import { matched, suppressed, type Detection } from "./detections";
import type { Panel, PanelValue, PlannedPanel, Port } from "./panel";
import { pictureShape, readDataPorts } from "./pictureShape";
import { toPictures } from "./toPictures";

const samples = 8;
/** A detection is shown from this score on, and of one picture only the surest ones. */
const leastScore = 0.5;
const mostBoxes = 32;

/** Pictures, and over them boxes around objects: the true ones, and those that a detector sees. */
export const boxes: Panel = {
  name: "boxes",
  of: (typed) => [...typed.nodes.values()].flatMap((node) => planned(typed, node) ?? []),
};

/** A detector compares with all three maps of a source. */
function planned(typed: TypedGraph, dataset: TypedNode): PlannedPanel | undefined {
  const { id } = dataset.node;
  const maps = mapsOf(dataset);
  if (!maps) return undefined;
  const isOf =
    (port: string) =>
    ({ target }: { readonly target: Port }) =>
      target.node === id && target.port === port;
  const object = comparisonsBy(typed, "binary").find(isOf(maps.object));
  const box = comparisonsBy(typed, "values").find(isOf(maps.boxes));
  const label = comparisonsBy(typed, "classes").find(isOf(maps.label));
  const type = typed.nodes.get(id)?.outputs[maps.boxes];
  if (!object || !box || !label || !type) return undefined;
  const grid = at(sampleShape(type), 1);
  const [input, ...others] = readDataPorts(neededPart(typed, [object.prediction.node]));
  const shape = input && others.length === 0 ? pictureShape(typed, input.type) : undefined;
  if (!input || !shape) return undefined;
  // Those of all cells, not only where an object is.
  const predictedBox = withoutMask(typed, box.prediction);
  return {
    node: object.prediction.node,
    graph: neededPart(
      typed,
      [object, box, label].map(({ loss }) => loss.node.id),
    ),
    samples,
    values: (b, lowered) => {
      const objects = predictionsOf(lowered, object, "binary");
      const kinds = predictionsOf(lowered, label, "classes");
      const boxes = lowered.get(predictedBox.node)?.outputs[predictedBox.port];
      if (!boxes) throw new Error(`${predictedBox.node}.${predictedBox.port} was not lowered`);
      return {
        trueObjects: objects.target,
        trueBoxes: predictionsOf(lowered, box, "values").target,
        trueKinds: kinds.target,
        objects: objects.probability,
        boxes,
        kinds: b.argmax(kinds.scores, { axis: 1 }),
        // Of the likeliest class.
        ofKind: b.max(b.exp(kinds.logProbabilities), { axes: [1], keepDims: false }),
      };
    },
    content: (values, { samplesOf, classNamesOf }) => {
      const data = samplesOf(input);
      const { trueObjects, trueBoxes, trueKinds } = values;
      const { objects, boxes: found, kinds, ofKind } = values;
      if (!data || !trueObjects || !trueBoxes || !trueKinds || !objects || !found || !kinds || !ofKind)
        return undefined;
      const cells = grid * grid;
      const range = typed.nodes.get(input.node)?.ranges[input.port];
      const pictures = toPictures(data, shape, trueObjects.data.length / cells, range);
      const isObject = (cell: number) => trueObjects.data[cell] ?? 0;
      const score = (cell: number) => (objects.data[cell] ?? 0) * (ofKind.data[cell] ?? 0);
      const boxed = pictures.map((_, index) => {
        const truth = detectionsIn(trueBoxes, trueKinds, isObject, index, grid);
        const guess = suppressed(detectionsIn(found, kinds, score, index, grid), mostBoxes);
        const hits = matched(guess, truth);
        return {
          target: truth.map((box) => ({ ...shown(box), isHit: hits.includes(box) })),
          prediction: guess.map((box, place) => ({
            ...shown(box),
            score: short(box.score),
            isHit: hits[place] !== undefined,
          })),
        };
      });
      const classNames = classNamesOf(label.target);
      return {
        show: "pictures",
        rows: (["target", "prediction"] as const).map((role) => ({
          role,
          pictures: pictures.map((picture, index) => ({ ...picture, boxes: at(boxed, index)[role] })),
        })),
        ...(classNames && { classNames }),
      };
    },
  };
}

/** The ports of a Dataset that are maps for detection, if its source has them. */
export function mapsOf(node: TypedNode): DataSource["detection"] {
  return dataSourceOf(node)?.detection;
}

/** The boxes of a picture's cells that are objects by a score, each of the class of its cell. */
function detectionsIn(
  { data: numbers }: PanelValue,
  { data: kinds }: PanelValue,
  scoreOf: (cell: number) => number,
  index: number,
  grid: number,
): Detection[] {
  const first = index * grid * grid;
  return Array.from({ length: grid * grid }, (_, cell) => ({
    ...boxOfCell(numbers, 4 * first, cell, grid),
    kind: kinds[first + cell] ?? 0,
    score: scoreOf(first + cell),
  })).filter(
    ({ score, left, top, right, bottom }) =>
      score >= leastScore && [left, top, right, bottom].every(Number.isFinite),
  );
}

function shown({ left, top, right, bottom, kind }: Detection): Omit<SampleBox, "isHit"> {
  return { left: short(left), top: short(top), right: short(right), bottom: short(bottom), kind };
}

/** Three digits are finer than a pixel. */
function short(value: number): number {
  return Number(value.toFixed(3));
}
