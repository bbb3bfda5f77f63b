import { fuseBias } from "./fuseBias";
import type { OnnxGraph } from "./model";
import { rewrite } from "./rewrite";
import { maskBeforeUnpooling, reusePlaces } from "./unpool";

/** Does what ONNX Runtime's own optimizer does not. */
export function simplifyGraph(graph: OnnxGraph): OnnxGraph {
  return removeDeadNodes(nameOutputs(rewrite(graph, [fuseBias, reusePlaces, maskBeforeUnpooling])));
}

/** Gives the tensor behind an Identity at the graph's end the output's name, where nothing else has named it. */
function nameOutputs(graph: OnnxGraph): OnnxGraph {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const made = new Set(graph.nodes.flatMap((node) => node.outputs));
  const renamed = new Map<string, string>();
  const kept = graph.nodes.filter((node) => {
    const [source = "", target = ""] = [node.inputs[0], node.outputs[0]];
    if (node.type !== "Identity" || !outputs.has(target) || !made.has(source) || renamed.has(source))
      return true;
    renamed.set(source, target);
    return false;
  });
  const rename = (name: string) => renamed.get(name) ?? name;
  return {
    ...graph,
    nodes: kept.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    })),
  };
}

/** Without nodes and constants that nothing uses. */
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
