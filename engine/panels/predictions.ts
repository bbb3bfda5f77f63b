import type { TypedGraph } from "../graph/typedGraph";
import { at } from "../tensor/tensor";
import { comparesWithData, comparisonsBy, hasOneTarget, predictionsOf, type Comparison } from "./comparisons";
import type { Panel, PlannedPanel } from "./panel";
import { dataPorts, pictureShape } from "./pictureShape";
import { toPictures } from "./toPictures";

const samples = 24;

/** Pictures, and what a classifier takes them for. */
export const predictions: Panel = {
  name: "predictions",
  of: (typed) => comparisonsBy(typed, "classes").flatMap((comparison) => planned(typed, comparison) ?? []),
};

function planned(typed: TypedGraph, comparison: Comparison): PlannedPanel | undefined {
  const { prediction, target, graph } = comparison;
  const [input, ...others] = dataPorts(graph);
  const shape = input && others.length === 0 ? pictureShape(typed, input.type) : undefined;
  if (!input || !shape || !hasOneTarget(comparison) || !comparesWithData(comparison)) return undefined;
  return {
    node: prediction.node,
    graph,
    samples,
    values: (b, lowered) => {
      const { scores, target: own } = predictionsOf(lowered, comparison, "classes");
      return { predicted: b.argmax(scores, { axis: 1 }), own };
    },
    content: ({ predicted, own }, { samplesOf, classNamesOf }) => {
      const data = samplesOf(input);
      if (!predicted || !own || !data) return undefined;
      const range = graph.nodes.get(input.node)?.ranges[input.port];
      const pictures = toPictures(data, shape, at(predicted.shape, 0), range).map((picture, index) => {
        const [label = -1, guess = -1] = [own.data[index], predicted.data[index]];
        // A label below 0 is one that the loss ignores.
        return label < 0 ? picture : { ...picture, target: label, prediction: guess };
      });
      const classNames = classNamesOf(target);
      return { show: "pictures", rows: [{ role: "input", pictures }], ...(classNames && { classNames }) };
    },
  };
}
