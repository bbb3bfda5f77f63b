import { at } from "../../ops/tensor";
import type { OnnxGraph, OnnxNode } from "./model";

/** Rewrites of a graph that ONNX Runtime does not do itself. */
export function simplifyGraph(graph: OnnxGraph): OnnxGraph {
  return removeDeadNodes(nameOutputs(addBiasInGemm(graph)));
}

/** Add(Gemm(a, b), c) is Gemm(a, b, c): the product is not written and read once more. */
function addBiasInGemm(graph: OnnxGraph): OnnxGraph {
  const uses = countUses(graph);
  const gemms = new Map<string, OnnxNode>();
  const fused = new Set<OnnxNode>();
  const nodes = graph.nodes.map((node) => {
    if (node.type === "Gemm" && node.inputs.length === 2) gemms.set(at(node.outputs, 0), node);
    if (node.type !== "Add") return node;
    for (const [product, bias] of [node.inputs, [...node.inputs].reverse()]) {
      const gemm = gemms.get(product ?? "");
      if (!gemm || bias === undefined || uses.get(product ?? "") !== 1 || !graphVector(graph, bias)) continue;
      fused.add(gemm);
      return { ...gemm, inputs: [...gemm.inputs, bias], outputs: node.outputs };
    }
    return node;
  });
  return { ...graph, nodes: nodes.filter((node) => !fused.has(node)) };
}

/** A bias is a vector among the graph's inputs or weights; what broadcasts over the product is not a bias. */
function graphVector(graph: OnnxGraph, name: string): boolean {
  return [...graph.inputs, ...graph.initializers].some(
    (tensor) => tensor.name === name && tensor.shape.length === 1,
  );
}

/** Gives the tensor behind an Identity at the graph's end the output's name, where nothing else has named it. */
function nameOutputs(graph: OnnxGraph): OnnxGraph {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const given = new Set([...graph.inputs, ...graph.initializers].map(({ name }) => name));
  const renamed = new Map<string, string>();
  const kept = graph.nodes.filter((node) => {
    const [source = "", target = ""] = [node.inputs[0], node.outputs[0]];
    if (node.type !== "Identity" || !outputs.has(target) || given.has(source) || renamed.has(source))
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
function removeDeadNodes(graph: OnnxGraph): OnnxGraph {
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

function countUses(graph: OnnxGraph): Map<string, number> {
  const uses = new Map<string, number>();
  for (const name of [
    ...graph.nodes.flatMap(({ inputs }) => inputs),
    ...graph.outputs.map(({ name }) => name),
  ]) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return uses;
}
