import { layers } from "../../../engine/layers";
import type { Point } from "../layout/geometry";
import { distanceTo, wireCourse } from "../layout/wireCourse";
import type { Canvas } from "./createCanvas";
import { wireEnds } from "../layout/wireEnds";
import { frameAt } from "./frames";
import { nodesOfPage } from "./scopes";

const reach = 18;

/**
 * The wire into which a layer or an instance of a block dropped here would be inserted; only one with an input and an
 * output can be.
 */
export function wireNear(canvas: Canvas, at: Point, type: string): string | undefined {
  if (!hasBothEnds(canvas, type)) return undefined;
  const { nodes, wires, lanes, frames } = canvas.get();
  if (frameAt(frames, nodes, at)) return undefined;
  const byId = new Map(nodesOfPage(nodes).map((node) => [node.id, node]));
  let nearest: string | undefined;
  let least = reach;
  for (const wire of wires.values()) {
    const ends = wireEnds(wire, byId);
    const distance = ends
      ? distanceTo(wireCourse(ends.from, ends.to, lanes.get(wire.id), ends.bow), at)
      : Infinity;
    if (distance < least) [nearest, least] = [wire.id, distance];
  }
  return nearest;
}

function hasBothEnds(canvas: Canvas, type: string): boolean {
  const layer = layers.get(type);
  if (layer) return layer.lower !== undefined && layer.category !== "loss" && layer.inputs.length > 0;
  const block = canvas.get().typed?.graph.blocks.get(type);
  return block !== undefined && block.inputs.length > 0 && block.outputs.length > 0;
}
