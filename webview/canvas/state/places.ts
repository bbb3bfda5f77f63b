import type { Point } from "../layout/geometry";
import { freeRect } from "../layout/placeNodes";
import { RectGrid } from "../layout/RectGrid";
import type { Canvas } from "./createCanvas";
import { nodesOfPage } from "./scopes";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A free position to the right of a node, with the handles level. */
export function placeBeside(canvas: Canvas, node: string, size: Size): Point {
  const source = canvas.get().nodes.find(({ id }) => id === node);
  if (!source) return { x: 0, y: 0 };
  const { view } = source.data;
  const middle = (height: number) => Math.min(20, height / 2);
  return placeFree(
    canvas,
    {
      x: source.position.x + view.width + 72,
      y: source.position.y + middle(view.height) - middle(size.height),
    },
    size,
  );
}

/** The place in the document of something that is shown at a point. Whole numbers. */
export function homeOf(canvas: Canvas, at: Point, size: Size = { width: 0, height: 0 }): Point {
  const { x, y } = canvas.get().way.home({ ...at, ...size });
  return { x: Math.round(x), y: Math.round(y) };
}

/** The nearest free position at or below a point. Whole numbers. */
export function placeFree(canvas: Canvas, at: Point, size: Size): Point {
  const taken = nodesOfPage(canvas.get().nodes).map(({ position, data: { view } }) => ({
    x: position.x - 8,
    y: position.y - 8,
    width: view.width + 16,
    height: view.height + 16,
  }));
  const { x, y } = freeRect({ ...at, ...size }, new RectGrid(taken));
  return { x: Math.round(x), y: Math.round(y) };
}
