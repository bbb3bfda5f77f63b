import type { Domain } from "../layers/domain";
import { anyNumber, type Range } from "../layers/range";
import { at } from "../tensor/tensor";
import type { Source, TypedNode } from "./typedGraph";

/** An input that accepts only certain values, and the range of the values it gets. */
export interface RestrictedInput {
  readonly node: TypedNode;
  readonly port: string;
  readonly domain: Domain;
  readonly source: Source;
  readonly range: Range;
}

/** Every connected input that accepts only certain values, in the graph's order. */
export function restrictedInputs(nodes: ReadonlyMap<string, TypedNode>): RestrictedInput[] {
  return [...nodes.values()].flatMap((node) =>
    Object.entries(node.domains).flatMap(([port, domain]): RestrictedInput[] => {
      const wires = node.incoming[port] ?? [];
      if (wires.length === 0) return [];
      const source = at(wires, 0);
      const range = nodes.get(source.node)?.ranges[source.port] ?? anyNumber;
      return [{ node, port, domain, source, range }];
    }),
  );
}
