import { fuseBias } from "./fuseBias";
import type { OnnxGraph } from "./model";
import { rewrite } from "./rewrite";
import { maskBeforeUnpooling, reuseIndices } from "./unpool";

/** Simplifications that ONNX Runtime's optimizer does not make. */
export function simplifyGraph(graph: OnnxGraph): OnnxGraph {
  return removeDeadNodes(nameOutputs(rewrite(graph, [fuseBias, reuseIndices, maskBeforeUnpooling])));
}

/** Removes an Identity before an output by naming its input after the output, unless that has another output's name. */
function nameOutputs(graph: OnnxGraph): OnnxGraph {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const computed = new Set(graph.nodes.flatMap((node) => node.outputs));
  const renamed = new Map<string, string>();
  const remaining = graph.nodes.filter((node) => {
    const [source = "", target = ""] = [node.inputs[0], node.outputs[0]];
    if (node.type !== "Identity" || !outputs.has(target) || !computed.has(source) || renamed.has(source))
      return true;
    renamed.set(source, target);
    return false;
  });
  const rename = (name: string) => renamed.get(name) ?? name;
  return {
    ...graph,
    nodes: remaining.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    })),
  };
}

/** Removes nodes and constants that nothing uses. */
export function removeDeadNodes(graph: OnnxGraph): OnnxGraph {
  const live = new Set(graph.outputs.map(({ name }) => name));
  const nodes = graph.nodes
    .toReversed()
    .filter((node) => {
      if (!node.outputs.some((name) => live.has(name))) return false;
      for (const name of node.inputs) live.add(name);
      return true;
    })
    .reverse();
  return { ...graph, nodes, initializers: graph.initializers.filter(({ name }) => live.has(name)) };
}
