import { dataSourceOf } from "../graph/dataSourceOf";
import { neededPart } from "../graph/neededPart";
import type { TypedGraph, TypedNode } from "../graph/typedGraph";
import type { PanelContent } from "../run/panels";
import type { HostArray } from "../tensor/hostArrays";
import { sampleSize } from "../tensor/graphType";
import { comparesWithData, comparisonsBy, hasOneTarget, predictionsOf, type Comparison } from "./comparisons";
import { originsOf } from "../graph/origins";
import type { Panel, PanelFacts, PlannedPanel, Port } from "./panel";
import { readDataPorts } from "./pictureShape";
import { planeOver, pointGroup, short } from "./plane";

/** Of a series, and of other samples. */
const times = 120;
const points = 200;

/**
 * Numbers, and what is predicted for them: of a series over time, from one number over that number, and otherwise over
 * the true numbers.
 */
export const regression: Panel = {
  name: "regression",
  of: (typed) => comparisonsBy(typed, "values").flatMap((comparison) => planned(typed, comparison) ?? []),
};

type Content = (truth: HostArray, predicted: HostArray, facts: PanelFacts) => PanelContent | undefined;

/** Targets that the model makes up itself move with it, as in Q-learning. */
const isLearned = (typed: TypedGraph, { node }: Port) => originsOf(typed).learned.has(node);

function planned(typed: TypedGraph, comparison: Comparison): PlannedPanel | undefined {
  const { prediction, target, graph } = comparison;
  if (!hasOneTarget(comparison) || !comparesWithData(comparison) || isLearned(typed, target))
    return undefined;
  const [input, ...others] = readDataPorts(neededPart(graph, [prediction.node]));
  const isSeries = isOrdered(typed.nodes.get(target.node)) && input?.node === target.node;
  const isOfOne = input && others.length === 0 && sampleSize(input.type) === 1;
  const content = isSeries ? overTime : isOfOne ? overInput(input) : overTruth;
  return {
    node: prediction.node,
    graph,
    samples: isSeries ? times : points,
    values: (_, lowered) => predictionsOf(lowered, comparison, "values"),
    content: ({ predicted, target: truth }, facts) =>
      predicted && truth && content(truth.data, predicted.data, facts),
  };
}

/** Whether a node is a Dataset of a time series, whose samples held out follow each other. */
function isOrdered(node: TypedNode | undefined): boolean {
  return node !== undefined && dataSourceOf(node)?.ordered === true;
}

const overTime: Content = (truth, predicted) => ({
  show: "lines",
  lines: [
    { role: "target", y: Array.from(truth, short) },
    { role: "prediction", y: Array.from(predicted, short) },
  ],
});

const overInput =
  (port: Port): Content =>
  (truth, predicted, { samplesOf }) => {
    const input = samplesOf(port);
    return input && compared(input, truth, predicted);
  };

/** What is right is on the diagonal. */
const overTruth: Content = (truth, predicted) => compared(truth, truth, predicted);

function compared(x: HostArray, truth: HostArray, predicted: HostArray): PanelContent {
  const over = (y: HostArray) =>
    Float32Array.from({ length: 2 * y.length }, (_, i) => (i % 2 === 0 ? x : y)[i >> 1] ?? NaN);
  const [targets, predictions] = [over(truth), over(predicted)];
  return {
    show: "points",
    groups: [pointGroup("target", targets), pointGroup("prediction", predictions)],
    range: planeOver(targets),
  };
}
