import type { WireView } from "../model/wireView";
import { labelWidth } from "./labelWidth";
import { placeLabels } from "./placeLabels";
import { placeLanes } from "./placeLanes";
import type { Detour } from "./wireCourse";
import { wireCourse } from "./wireCourse";
import type { PlacedNode } from "./wireEnds";
import { wireEnds } from "./wireEnds";

/** The courses of all wires. */
export interface LaidWires {
  /** The detours of wires that run around nodes. */
  readonly lanes: ReadonlyMap<string, Detour>;
  /** Each shape label's position, as a fraction of the wire's length; absent if there is no room. */
  readonly labels: ReadonlyMap<string, number>;
}

/** Routes wires around nodes and places their shape labels, for the current node positions. */
export function layWires(nodes: readonly PlacedNode[], wires: ReadonlyMap<string, WireView>): LaidWires {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ends = [...wires.values()].flatMap((wire) => wireEnds(wire, byId) ?? []);
  const rects = nodes.map(({ id, position: { x, y }, data: { view } }) => ({
    id,
    x,
    y,
    width: view.width,
    height: view.height,
  }));
  const lanes = placeLanes(ends, rects);
  const labelled = ends.flatMap(({ id, from, to, bow }) => {
    const label = wires.get(id)?.label;
    return label === undefined
      ? []
      : [{ id, course: wireCourse(from, to, lanes.get(id), bow), width: labelWidth(label), height: 16 }];
  });
  return { lanes, labels: placeLabels(labelled, rects) };
}
