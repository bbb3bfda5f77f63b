import type { TypedGraph } from "../graph/typedGraph";
import type { Weight } from "../layers/layer";
import { pathOf, type NodePath, type Path } from "../tensor/path";

export interface NamedWeight extends Weight {
  readonly name: Path;
  readonly node: NodePath;
  /** `weight`, `bias`, `weight_ih_l0` */
  readonly weight: string;
  /** The path of the weight that it follows, if it does; it starts as a copy of that one. */
  readonly follows?: Path;
}

/** Every weight of a graph, by its path. */
export function weightsByName(typed: TypedGraph): ReadonlyMap<string, NamedWeight> {
  return new Map(weightsOf(typed).map((weight) => [weight.name, weight]));
}

/** Every weight of a graph once, at the node that holds it, in the graph's order. */
export function weightsOf(typed: TypedGraph): NamedWeight[] {
  return typed.order.flatMap((node) => {
    const { weights = {}, shared, followed } = typed.nodes.get(node) ?? {};
    return Object.entries(weights).flatMap(([weight, record]) => {
      if (shared?.[weight] !== undefined) return [];
      const follows = followed?.[weight];
      return [
        { ...record, name: pathOf(node, weight), node, weight, ...(follows !== undefined && { follows }) },
      ];
    });
  });
}
