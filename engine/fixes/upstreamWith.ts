import type { Source, TypedGraph, TypedNode } from "../graph/typedGraph";

/** How far upstream the layer that determines a shape is searched for. */
const reach = 8;

/** The nodes upstream of a source, along first inputs, that have a parameter; nearest first. */
export function upstreamWith(typed: TypedGraph, source: Source, param: string): TypedNode[] {
  const found: TypedNode[] = [];
  let node = typed.nodes.get(source.node);
  for (let step = 0; node && step < reach; step++) {
    if (param in node.layer.params) found.push(node);
    const before = Object.values(node.incoming).find((sources) => sources.length > 0)?.[0];
    node = before && typed.nodes.get(before.node);
  }
  return found;
}
