import { around, type Point, type Rect } from "../layout/geometry";

/** Grows around everything that is drawn. */
export class Bounds {
  private box: Rect | undefined;

  /** Takes in an area, and `margin` px around it. */
  add({ x, y, width, height }: Rect, margin = 0): void {
    const area = { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
    this.box = around(this.box ? [this.box, area] : [area]);
  }

  addPoints(points: Iterable<Point>, margin = 0): void {
    for (const { x, y } of points) this.add({ x, y, width: 0, height: 0 }, margin);
  }

  /** What was taken in, in whole px; undefined if nothing was. */
  around(margin: number): Rect | undefined {
    if (!this.box) return undefined;
    const { x, y, width, height } = this.box;
    const [left, top] = [Math.floor(x - margin), Math.floor(y - margin)];
    return {
      x: left,
      y: top,
      width: Math.ceil(x + width + margin) - left,
      height: Math.ceil(y + height + margin) - top,
    };
  }
}
