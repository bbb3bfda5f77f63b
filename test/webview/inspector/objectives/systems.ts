import { parse } from "../../../../engine/document/parse";
import { infer } from "../../../../engine/graph/infer";
import type { TypedGraph } from "../../../../engine/graph/typedGraph";

/**
 * Two losses on a repeated block and a head: `teacher` uses the weights of `student`, `slow` follows it, `cold` is
 * frozen, and `loose` is not connected yet.
 */
export function system(objectives?: unknown, training: object = {}): TypedGraph {
  const text = JSON.stringify({
    netloom: 1,
    blocks: {
      Pair: {
        inputs: ["input"],
        outputs: ["output"],
        nodes: {
          up: { type: "Linear", outFeatures: 4 },
          down: { type: "Linear", outFeatures: 2 },
          relu: { type: "ReLU" },
        },
        edges: ["input -> up", "up -> relu", "relu -> down", "down -> output"],
      },
    },
    nodes: {
      data: { type: "Dataset", source: "moons" },
      stack: { type: "Pair", repeat: 2 },
      student: { type: "Linear", outFeatures: 2 },
      teacher: { type: "Linear", outFeatures: 2, weightsOf: "student" },
      slow: { type: "Linear", outFeatures: 2, follows: { node: "student", rate: 0.1 } },
      cold: { type: "Linear", outFeatures: 2, frozen: true },
      loose: { type: "Linear", outFeatures: 2 },
      first: { type: "CrossEntropyLoss" },
      second: { type: "CrossEntropyLoss" },
    },
    edges: [
      "data.input -> stack",
      "stack -> student",
      "student -> first.input",
      "data.label -> first.target",
      "data.input -> slow",
      "slow -> cold",
      "cold -> teacher",
      "teacher -> second.input",
      "data.label -> second.target",
    ],
    training: { epochs: 6, batchSize: 16, ...training, ...(objectives === undefined ? {} : { objectives }) },
  });
  const { graph } = parse(text);
  if (!graph) throw new Error("no graph");
  return infer(graph);
}
