import { expand } from "../graph/expand";
import type { Graph, GraphNode } from "../graph/graph";
import { layers } from "../layers";
import type { Layer } from "../layers/layer";
import { anyNumber } from "../layers/range";

/** What advice about gradients depends on: the network's layers and how it is trained. */
export interface NetworkFacts {
  /** Types of saturating activations, whose gradient is near 0 for large inputs (`Sigmoid`, `Tanh`). */
  readonly saturating: readonly string[];
  /** Types of recurrent layers (`RNN`, `LSTM`). */
  readonly recurrent: readonly string[];
  readonly normalised: boolean;
  /** Type of the optimizer. */
  readonly optimizer: string;
  /** Undefined if it is neither written nor has a default. */
  readonly learningRate: number | undefined;
}

/** Reads from a graph what advice about its gradients depends on. */
export function networkFacts(graph: Graph): NetworkFacts {
  const { nodes, training } = expand(graph).graph;
  const used = new Map<string, { readonly layer: Layer; readonly node: GraphNode }>();
  for (const node of nodes.values()) {
    const layer = layers.get(node.type);
    if (layer && !used.has(node.type)) used.set(node.type, { layer, node });
  }
  const typesOf = (holds: (layer: Layer, node: GraphNode) => boolean) =>
    [...used.values()].filter(({ layer, node }) => holds(layer, node)).map(({ layer }) => layer.type);
  const { learningRate } = training.optimizer;
  return {
    saturating: typesOf(isSaturating),
    recurrent: typesOf(({ gives }) => gives === "states"),
    normalised: typesOf(({ gives }) => gives === "normalised").length > 0,
    optimizer: training.optimizer.type,
    learningRate: typeof learningRate === "number" ? learningRate : undefined,
  };
}

/** Whether a layer is an elementwise activation whose output is bounded on both sides, and so flat at both ends. */
function isSaturating({ gives, params, ranges }: Layer, node: GraphNode): boolean {
  if (gives !== "activation" || "dim" in params || !ranges) return false;
  const defaults = Object.fromEntries(Object.entries(params).map(([name, param]) => [name, param.default]));
  const output = ranges({
    node: node.id,
    params: { ...defaults, ...node.params },
    facts: undefined,
    inputs: {},
    outputs: {},
    input: () => ({ shape: [1], dtype: "float32" }),
    range: () => anyNumber,
    ranges: () => [anyNumber],
  }).output;
  return output !== undefined && Number.isFinite(output.low) && Number.isFinite(output.high);
}
