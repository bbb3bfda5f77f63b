import { at } from "../../tensor/tensor";
import type { OnnxNode } from "./model";
import type { GraphView, Rule } from "./rewrite";

/**
 * The IR counts the indices of a pooling's maxima within each plane, ONNX within the whole tensor. Where a gradient
 * converts the former back to the latter, it can use the pooling's own output.
 */
export const reuseIndices: Rule = (node, graph) => {
  const [indices, first] = node.inputs;
  if (node.type !== "Add") return undefined;
  const inPlane = graph.producer(graph.producer(indices, "Cast")?.inputs[0], "Cast");
  const difference = graph.producer(inPlane?.inputs[0], "Sub");
  const [flat = "", subtracted] = difference?.inputs ?? [];
  if (subtracted !== first || !graph.producer(flat, "MaxPool")) return undefined;
  return [{ type: "Identity", inputs: [flat], outputs: node.outputs, attributes: {} }];
};

/**
 * For a ReLU that feeds a max pooling: moves the ReLU's gradient before the pooling's. An element that the pooling picked
 * equals the pooled value, so the comparison and the product can be done on the pooled elements, which are fewer.
 */
export const maskBeforeUnpooling: Rule = (node, graph) => {
  if (node.type !== "Mul") return undefined;
  for (const [unpooled = "", mask = ""] of [node.inputs, [...node.inputs].reverse()]) {
    const unpool = graph.producer(unpooled, "MaxUnpool");
    const greater = graph.producer(graph.producer(mask, "Cast")?.inputs[0], "Greater");
    const [gradient = "", indices = "", ...rest] = unpool?.inputs ?? [];
    const pool = poolingOf(indices, graph);
    const [compared, bound = ""] = greater?.inputs ?? [];
    if (!unpool || !pool || pool.inputs[0] !== compared || graph.shape(bound)?.length !== 0) continue;
    if (graph.uses(unpooled) !== 1) continue;
    const name = (step: string) => `${at(node.outputs, 0)}/${step}`;
    const make = (type: string, inputs: string[], attributes = {}): OnnxNode => ({
      type,
      inputs,
      outputs: [name(type)],
      attributes,
    });
    return [
      make("Greater", [at(pool.outputs, 0), bound]),
      make("Cast", [name("Greater")], { to: 1 }),
      make("Mul", [gradient, name("Cast")]),
      { ...unpool, inputs: [name("Mul"), indices, ...rest], outputs: node.outputs },
    ];
  }
  return undefined;
};

/** The pooling that computed the indices, also through an Identity left by `reuseIndices`. */
function poolingOf(indices: string, graph: GraphView): OnnxNode | undefined {
  const source = graph.producer(indices, "Identity")?.inputs[0] ?? indices;
  return graph.producer(source, "MaxPool");
}
