import type { Layer } from "../../../engine/layers/layer";
import type { Point } from "../layout/geometry";
import { distanceTo, wireCourse } from "../layout/wireCourse";
import type { Canvas } from "./createCanvas";
import { wireEnds } from "../layout/wireEnds";

const reach = 18;

/** The wire into which a layer dropped here would be inserted; only a layer with an input and an output can be. */
export function wireNear(canvas: Canvas, at: Point, layer: Layer | undefined): string | undefined {
  if (!layer?.lower || layer.category === "loss" || layer.inputs.length === 0) return undefined;
  const { nodes, wires, lanes } = canvas.get();
  const byId = new Map(nodes.map((node) => [node.id, node]));
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
