import type { Layer } from "../../../engine/layers/layer";
import type { Point } from "../model/geometry";
import { distanceTo } from "../model/wirePath";
import type { Canvas } from "./createCanvas";
import { curveOf } from "./drawGraph";

const reach = 18;

/** The wire that a layer dropped here would go onto; only a layer with a way in and out goes onto wires. */
export function wireNear(canvas: Canvas, at: Point, layer: Layer | undefined): string | undefined {
  if (!layer?.lower || layer.category === "loss" || layer.inputs.length === 0) return undefined;
  const { nodes, wires, views } = canvas.get();
  const places = new Map(nodes.map(({ id, position }) => [id, position]));
  let nearest: string | undefined;
  let least = reach;
  for (const wire of wires.values()) {
    const curve = curveOf(wire, places, views);
    const distance = curve ? distanceTo(curve, at) : Infinity;
    if (distance < least) [nearest, least] = [wire.id, distance];
  }
  return nearest;
}
