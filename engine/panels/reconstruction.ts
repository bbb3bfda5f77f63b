import type { TypedGraph } from "../graph/typedGraph";
import { sampleSize } from "../tensor/graphType";
import { mapsOf } from "./boxes";
import { comparesWithData, comparisonsBy, predictionsOf, type Comparison } from "./comparisons";
import { maskedPictures } from "./masks";
import type { Panel, PlannedPanel } from "./panel";
import { pictureShape } from "./pictureShape";
import { toPictures } from "./toPictures";

const samples = 8;

/** Pictures, and what a model that is to give them back makes of them: an autoencoder, or one that removes noise. */
export const reconstruction: Panel = {
  name: "reconstruction",
  of: (typed) =>
    forms.flatMap((form) =>
      comparisonsBy(typed, form).flatMap((comparison) => planned(typed, comparison, form) ?? []),
    ),
};

/** A loss that has both, such as BCELoss, is taken by the first. */
const forms = ["binary", "values"] as const;
type Form = (typeof forms)[number];

function planned(typed: TypedGraph, comparison: Comparison, form: Form): PlannedPanel | undefined {
  const { prediction, target, graph, loss } = comparison;
  if (form === "values" && loss.layer.predictions?.binary) return undefined;
  const from = graph.nodes.get(target.node);
  const type = from?.outputs[target.port];
  const shape = pictureShape(typed, type);
  if (!type || !shape || !comparesWithData(comparison) || maskedPictures(typed, comparison)) return undefined;
  // Which cells have an object is a small map, not a picture.
  if (mapsOf(from)?.object === target.port) return undefined;
  const range = from.ranges[target.port];
  const size = sampleSize(type);
  return {
    node: prediction.node,
    graph,
    samples,
    values: (_, lowered) => {
      if (form === "binary") {
        const { probability, target: own } = predictionsOf(lowered, comparison, form);
        return { made: probability, own };
      }
      const { predicted, target: own } = predictionsOf(lowered, comparison, form);
      return { made: predicted, own };
    },
    content: ({ made, own }) => {
      if (!made || made.data.length !== own?.data.length) return undefined;
      const [truth, guess] = [own, made].map(({ data }) =>
        toPictures(data, shape, data.length / size, range),
      );
      return {
        show: "pictures",
        rows: [
          { role: "target", pictures: truth ?? [] },
          { role: "prediction", pictures: guess ?? [] },
        ],
      };
    },
  };
}
