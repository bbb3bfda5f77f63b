import type { Layer } from "../../layers/layer";
import { sourcesOf } from "../../graph/sourcesOf";
import type { Source, TypedGraph, TypedNode } from "../../graph/typedGraph";

/** A wire with the nodes at its ends. */
export interface Wire {
  readonly from: TypedNode;
  readonly source: Source;
  readonly to: TypedNode;
  /** The input at which it ends. */
  readonly port: string;
}

/** Where the values on a wire were computed. */
export interface Maker {
  readonly node: TypedNode;
  /** Whether this wire is their only way onward. */
  readonly alone: boolean;
}

/**
 * The part of a graph that rules look at: everything that a valid loss depends on, which a half-drawn network does not
 * have yet.
 */
export interface Network {
  readonly typed: TypedGraph;
  /** Sources first. */
  readonly nodes: readonly TypedNode[];
  readonly losses: readonly TypedNode[];
  /** The first wire into an input, by default into the first input that has one. */
  readonly wireInto: (node: TypedNode, port?: string) => Wire | undefined;
  readonly wiresFrom: (node: TypedNode) => readonly Wire[];
  /** The node at a wire's beginning, looking through some layers with one input. */
  readonly maker: (wire: Wire, through: ReadonlySet<Layer>) => Maker;
}

export function networkOf(typed: TypedGraph): Network {
  const all = [...typed.nodes.values()];
  const losses = all.filter(({ layer, outputs }) => layer.objective !== undefined && !isEmpty(outputs));
  const into = new Map<string, Map<string, Wire>>();
  const from = new Map<string, Wire[]>(all.map(({ node }) => [node.id, []]));
  for (const to of all) {
    const first = new Map<string, Wire>();
    for (const [port, sources] of Object.entries(to.incoming))
      for (const source of sources) {
        const node = typed.nodes.get(source.node);
        if (!node) continue;
        const wire = { from: node, source, to, port };
        if (!first.has(port)) first.set(port, wire);
        from.get(source.node)?.push(wire);
      }
    into.set(to.node.id, first);
  }
  const wireInto = (node: TypedNode, port?: string) => {
    const wires = into.get(node.node.id);
    return port === undefined ? wires?.values().next().value : wires?.get(port);
  };
  const wiresFrom = (node: TypedNode) => from.get(node.node.id) ?? [];
  const nodes = before(typed, losses);
  const known = new Map<ReadonlySet<Layer>, ReadonlyMap<string, Maker>>();
  return {
    typed,
    nodes,
    losses,
    wireInto,
    wiresFrom,
    maker: (wire, through) => {
      let makers = known.get(through);
      if (!makers) known.set(through, (makers = makersOf(nodes, through, wireInto, wiresFrom)));
      return makers.get(wire.source.node) ?? { node: wire.from, alone: wiresFrom(wire.from).length === 1 };
    },
  };
}

/** The maker of each node's output: the node itself or, if it is looked through, its input's maker. */
function makersOf(
  nodes: readonly TypedNode[],
  through: ReadonlySet<Layer>,
  wireInto: Network["wireInto"],
  wiresFrom: Network["wiresFrom"],
): ReadonlyMap<string, Maker> {
  const makers = new Map<string, Maker>();
  for (const node of nodes) {
    const source = through.has(node.layer) ? wireInto(node)?.source.node : undefined;
    const made = source === undefined ? undefined : makers.get(source);
    const alone = wiresFrom(node).length === 1;
    makers.set(node.node.id, made ? { node: made.node, alone: made.alone && alone } : { node, alone });
  }
  return makers;
}

/** The nodes that some nodes depend on, including themselves, in the graph's order. */
function before(typed: TypedGraph, ends: readonly TypedNode[]): TypedNode[] {
  const reached = new Set(ends.map(({ node }) => node.id));
  for (const id of reached) for (const source of sourcesOf(typed.nodes.get(id))) reached.add(source);
  return typed.order.flatMap((id) => {
    const node = reached.has(id) ? typed.nodes.get(id) : undefined;
    return node ? [node] : [];
  });
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}
