import type { TypedGraph } from "../graph/typedGraph";
import type { Weight } from "../layers/layer";
import { weightName } from "./lower";

export interface NamedWeight extends Weight {
  /** `node.weight` */
  readonly name: string;
  readonly node: string;
  /** `weight`, `bias`, `weight_ih_l0` */
  readonly weight: string;
}

/** Every weight of a graph, in the graph's order. */
export function weightsOf(typed: TypedGraph): NamedWeight[] {
  return typed.order.flatMap((node) =>
    Object.entries(typed.nodes.get(node)?.weights ?? {}).map(([weight, record]) => ({
      ...record,
      name: weightName(node, weight),
      node,
      weight,
    })),
  );
}
