import { Noise } from "../layers/structure/Noise";
import { sampleShape } from "../tensor/graphType";
import type { NodePath } from "../tensor/path";
import type { TypedGraph, TypedNode } from "./typedGraph";

/** What the values of nodes depend on. */
export interface Origins {
  /** On a source of random numbers. */
  readonly noise: ReadonlySet<NodePath>;
  /** On data, other than one class index per sample: a conditional generator still generates. */
  readonly data: ReadonlySet<NodePath>;
  /** On trained weights, or on some that follow these. */
  readonly learned: ReadonlySet<NodePath>;
}

export function originsOf({ order, nodes }: TypedGraph): Origins {
  const [noise, data, learned] = [new Set<NodePath>(), new Set<NodePath>(), new Set<NodePath>()];
  for (const id of order) {
    const typed = nodes.get(id);
    if (!typed) continue;
    if (typed.layer === Noise) noise.add(id);
    if (hasTrainedWeights(typed) || typed.node.follows !== undefined) learned.add(id);
    for (const { node, port } of Object.values(typed.incoming).flat()) {
      if (noise.has(node)) noise.add(id);
      if (learned.has(node)) learned.add(id);
      if (data.has(node) || isData(nodes.get(node), port)) data.add(id);
    }
  }
  return { noise, data, learned };
}

export function hasTrainedWeights({ weights }: TypedNode): boolean {
  return Object.values(weights).some(({ trainable }) => trainable);
}

/** Whether a port is one of data, and no class index per sample. */
export function isData(node: TypedNode | undefined, port: string): boolean {
  const type = node?.outputs[port];
  if (!node || !type || node.layer.lower) return false;
  return type.dtype === "float32" || sampleShape(type).length > 0;
}
