import type { NodeView } from "../model/nodeView";
import type { WireView } from "../model/wireView";
import type { Point } from "./geometry";
import { handlePlace } from "./handlePlace";
import type { WireEnds } from "./placeLanes";
import { bowOf } from "./wireCourse";

/** A node and its position on the canvas. */
export interface PlacedNode {
  readonly id: string;
  readonly position: Point;
  readonly data: { readonly view: NodeView };
}

/** Half of a handle sticks out of its node, in px. */
export const handleReach = 5.5;

/** A wire's two end points; undefined if one of its nodes is missing. */
export function wireEnds(
  { id, from, to, twin }: WireView,
  nodes: ReadonlyMap<string, PlacedNode>,
): WireEnds | undefined {
  const [source, target] = [nodes.get(from.node), nodes.get(to.node)];
  if (!source || !target) return undefined;
  const { outputs } = source.data.view;
  const { inputs } = target.data.view;
  const outIndex = outputs.findIndex(({ name }) => name === from.port);
  const inIndex = inputs.findIndex(({ name }) => name === to.port);
  const out = handlePlace(source.data.view, "output", outIndex);
  const into = handlePlace(target.data.view, "input", inIndex);
  return {
    id,
    from: { x: source.position.x + out.x + handleReach, y: source.position.y + out.y },
    to: { x: target.position.x + into.x - handleReach, y: target.position.y + into.y },
    bow: bowOf(twin),
    nodes: [from.node, to.node],
    beside: [
      { above: outIndex > 0, below: outIndex < outputs.length - 1 },
      { above: inIndex > 0, below: inIndex < inputs.length - 1 },
    ],
  };
}
