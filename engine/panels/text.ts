import type { TypedGraph } from "../graph/typedGraph";
import { sampleShape } from "../tensor/graphType";
import { classesBehind } from "./classesBehind";
import { comparesWithData, comparisonsBy, predictionsOf, type Comparison } from "./comparisons";
import type { Panel, PlannedPanel } from "./panel";
import { piecesOf, type Token } from "./textRows";

const samples = 4;
/** What is shown of long texts. */
const mostPositions = 200;

/**
 * Texts, and what is predicted at their positions: in the places of hidden characters, or a class of each word. What
 * predicts only what follows is shown writing (`training/GeneratedText`).
 */
export const text: Panel = {
  name: "text",
  of: (typed) => comparisonsBy(typed, "classes").flatMap((comparison) => planned(typed, comparison) ?? []),
};

function planned(typed: TypedGraph, comparison: Comparison): PlannedPanel | undefined {
  const { prediction, target, graph } = comparison;
  const truth = typed.nodes.get(target.node)?.outputs[target.port];
  const [positions = 0, ...others] = truth ? sampleShape(truth) : [];
  if (positions < 2 || others.length > 0 || !comparesWithData(comparison)) return undefined;
  const input = classesBehind(typed, prediction, positions);
  const compared = classesBehind(typed, target, positions);
  if (!input || !compared) return undefined;
  return {
    node: prediction.node,
    graph,
    samples,
    values: (b, lowered) => {
      const { scores, target: own, counted } = predictionsOf(lowered, comparison, "classes");
      return { predicted: b.argmax(scores, { axis: 1 }), own, counted };
    },
    content: ({ predicted, own, counted }, { samplesOf, classNamesOf }) => {
      const read = samplesOf(input);
      if (!read || !predicted || !own || !counted) return undefined;
      const asked = Array.from(counted.data, (count) => count !== 0);
      const [readNames, names] = [classNamesOf(input) ?? [], classNamesOf(compared) ?? []];
      // What is read may have further ones, such as the one that hides another.
      const isOfOthers = names.some((name, index) => name !== readNames[index]);
      // All positions, in the words that are read: it predicts what follows each.
      if (asked.every(Boolean) && !isOfOthers) return undefined;
      const shown = Math.min(positions, mostPositions);
      const tokens = (sample: number, tokenAt: (row: number) => Token) =>
        Array.from({ length: shown }, (_, position) => tokenAt(sample * positions + position));
      return {
        show: "texts",
        samples: Array.from({ length: read.length / positions }, (_, sample) => {
          const guesses = tokens(sample, (row) => {
            const [guess = -1, right] = [predicted.data[row], own.data[row]];
            if (asked[row]) return { index: guess, mark: guess === right ? "right" : "wrong" };
            return isOfOthers ? { index: -1 } : { index: read[row] ?? -1, mark: "given" };
          });
          const truths = tokens(sample, (row) => ({
            index: asked[row] ? (own.data[row] ?? -1) : isOfOthers ? -1 : (read[row] ?? -1),
            ...(!asked[row] && { mark: "given" }),
          }));
          return [
            {
              role: "input",
              pieces: piecesOf(
                readNames,
                tokens(sample, (row) => ({ index: read[row] ?? -1 })),
              ),
            },
            { role: "prediction", pieces: piecesOf(names, guesses) },
            { role: "target", pieces: piecesOf(names, truths) },
          ];
        }),
      };
    },
  };
}
