import type { TypedGraph } from "../graph/typedGraph";
import type { Range } from "../layers/range";
import { sampleShape } from "../tensor/graphType";
import { sameShape } from "../tensor/tensor";
import { comparesWithData, comparisonsBy, hasOneTarget, predictionsOf, type Comparison } from "./comparisons";
import type { Panel, PlannedPanel, Port } from "./panel";
import { readDataPorts } from "./pictureShape";
import { pointGroup, rangeOf } from "./plane";
import { picture } from "./toPictures";

/** Cells along each side of the plane, and the most points over it. */
const cells = 48;
const samples = 300;

/**
 * The plane coloured by the predicted class, and samples over it in the colours of their own: where a classifier of points
 * in the plane draws the line.
 */
export const points: Panel = {
  name: "points",
  of: (typed) =>
    forms.flatMap((form) =>
      comparisonsBy(typed, form).flatMap((comparison) => planned(comparison, form) ?? []),
    ),
};

/** A loss that has a later form too, such as BCEWithLogitsLoss, is taken by the first. */
const forms = ["classes", "binary", "values"] as const;
type Form = (typeof forms)[number];

function planned(comparison: Comparison, form: Form): PlannedPanel | undefined {
  const { prediction, target, graph, loss } = comparison;
  const plane = planeOf(graph, target);
  const from = graph.nodes.get(target.node);
  const threshold = thresholdOf(from?.ranges[target.port]);
  // One row per sample, and for a binary answer one number.
  if (!plane || !hasOneTarget(comparison) || !comparesWithData(comparison)) return undefined;
  if (form === "values" && (threshold === undefined || loss.layer.predictions?.binary)) return undefined;
  return {
    node: prediction.node,
    graph,
    samples,
    grid: { ...plane, cells },
    values: (b, all) => {
      if (form === "classes") {
        const { scores, target: label } = predictionsOf(all, comparison, form);
        return { classes: b.argmax(scores, { axis: 1 }), target: label };
      }
      if (form === "binary") {
        const { probability, target: answer } = predictionsOf(all, comparison, form);
        return { classes: b.greater(probability, 0.5), target: answer };
      }
      const { predicted, target: answer } = predictionsOf(all, comparison, form);
      return { classes: b.greater(predicted, threshold ?? 0), target: b.greater(answer, threshold ?? 0) };
    },
    content: ({ classes, target: own }, { samplesOf, classNamesOf }) => {
      const data = samplesOf(plane);
      if (!classes || !own || !data) return undefined;
      const classNames = classNamesOf(target);
      return {
        show: "points",
        groups: [pointGroup("real", data, own.data.subarray(cells * cells))],
        range: rangeOf(data),
        field: picture([1, cells, cells], (_, row, column) => classes.data[row * cells + column] ?? 0),
        ...(classNames && { classNames }),
      };
    },
  };
}

/** The middle between the two values of a target that has only two, such as that of a perceptron. */
function thresholdOf(range: Range | undefined): number | undefined {
  if (!range?.whole) return undefined;
  const { low, high } = range;
  return (low === 0 || low === -1) && high === 1 ? (low + high) / 2 : undefined;
}

/** The only data besides the target, if it is points of the plane. */
function planeOf(graph: TypedGraph, target: Port): Port | undefined {
  const isTarget = ({ node, port }: Port) => node === target.node && port === target.port;
  const [plane, ...others] = readDataPorts(graph).filter((found) => !isTarget(found));
  return plane && others.length === 0 && sameShape(sampleShape(plane.type), [2]) ? plane : undefined;
}
