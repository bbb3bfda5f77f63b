import { showShape } from "../../../engine/tensor/graphType";
import type { GraphEdge } from "../../../engine/graph/graph";
import type { Problem } from "../../../engine/graph/problem";
import type { Page } from "../../../engine/graph/page";
import type { NodeView } from "./nodeView";

/** A wire between two ports, as the canvas draws it. */
export interface WireView {
  /** Stays the same as long as its ends do, whatever wires come before it. */
  readonly id: string;
  /** Its index in the `edges` of the page. */
  readonly index: number;
  readonly from: { readonly node: string; readonly port: string };
  readonly to: { readonly node: string; readonly port: string };
  /** How many wires before it have the same two ends, as the two wires of x·x do. */
  readonly twin: number;
  /** The tensor's shape; absent while unknown. */
  readonly label?: string;
  readonly problem?: Pick<Problem, "message" | "severity">;
}

/**
 * The wires that have both ends on the canvas; the others are listed as problems. `inside` precedes the ids of an
 * instance that is open in place, as in `nodeViews`.
 */
export function wireViews(
  page: Page,
  problems: readonly Problem[],
  views: ReadonlyMap<string, NodeView>,
  before: ReadonlyMap<string, WireView>,
  inside = "",
): ReadonlyMap<string, WireView> {
  const own = problems.filter(({ block }) => block === page.block?.name);
  const messages = new Map(own.map(({ edge, message, severity }) => [edge, { message, severity }]));
  const wires = new Map<string, WireView>();
  const twins = new Map<string, number>();
  for (const edge of page.scope.edges) {
    const view = wireView(edge, views, messages.get(edge.index));
    if (!view) continue;
    const old = before.get(view.id);
    wires.set(view.id, old && JSON.stringify(old) === JSON.stringify(view) ? old : view);
  }
  return wires;

  function wireView(
    edge: GraphEdge,
    nodes: ReadonlyMap<string, NodeView>,
    problem: WireView["problem"],
  ): WireView | undefined {
    const [from, to] = [inside + edge.from.node, inside + edge.to.node];
    const [source, target] = [nodes.get(from), nodes.get(to)];
    const output = source?.outputs.find(({ name }) => name === edge.from.port) ?? source?.outputs[0];
    const input = target?.inputs.find(({ name }) => name === edge.to.port) ?? target?.inputs[0];
    if (!output || !input) return undefined;
    const name = `${from}.${output.name}->${to}.${input.name}`;
    const twin = twins.get(name) ?? 0;
    twins.set(name, twin + 1);
    const id = twin === 0 ? name : `${name}#${twin + 1}`;
    const type = page.nodes.get(edge.from.node)?.outputs[output.name];
    return {
      id,
      index: edge.index,
      from: { node: from, port: output.name },
      to: { node: to, port: input.name },
      twin,
      label: type && showShape(type),
      problem,
    };
  }
}
