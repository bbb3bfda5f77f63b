import { describe, expect, it } from "vitest";
import { overlaps, type Rect } from "../../../../webview/canvas/layout/geometry";
import { linkCourse } from "../../../../webview/canvas/layout/linkCourse";

const rect = (x: number, y: number, width = 120, height = 60): Rect => ({ x, y, width, height });

/** The course between two nodes among others, and how many points of it are on one of those. */
function link(a: Rect, b: Rect, others: readonly Rect[] = []) {
  const { at } = linkCourse(a, b, (area) => others.some((other) => overlaps(area, other)));
  const points = Array.from({ length: 201 }, (_, index) => at(index / 200));
  const covered = points.filter((point) =>
    others.some((other) => overlaps({ ...point, width: 0.01, height: 0.01 }, other)),
  );
  return { points, covered: covered.length };
}

describe("a link between nodes that share weights", () => {
  it("runs straight between nodes above each other, from edge to edge", () => {
    const { points } = link(rect(0, 200), rect(0, 0));
    expect(points.every(({ x }) => Math.abs(x - 60) < 1e-9)).toBe(true);
    expect([points[0]?.y, points.at(-1)?.y]).toEqual([60, 200]);
  });

  it("hangs below nodes beside each other", () => {
    const { points } = link(rect(0, 0), rect(300, 0));
    expect([points[0], points.at(-1)]).toEqual([
      { x: 60, y: 60 },
      { x: 360, y: 60 },
    ]);
    expect(points.every(({ y }) => y >= 60)).toBe(true);
  });

  it.each([
    ["between them, above each other", rect(0, 0), rect(0, 300), [rect(0, 140)]],
    ["below them", rect(0, 0), rect(400, 0), [rect(100, 70, 300, 40)]],
    ["on three sides", rect(0, 0), rect(0, 300), [rect(0, 140), rect(-260, 0, 200, 400)]],
    ["above and below", rect(0, 0), rect(600, 0), [rect(100, 80, 500, 30), rect(100, -60, 500, 40)]],
  ])("runs around what is %s", (_, a, b, others) => {
    expect(link(a, b, others).covered).toBe(0);
  });

  it("covers as little as it can where there is no way around", () => {
    const wall = [rect(-3000, 100, 6000, 20)];
    const { covered } = link(rect(0, 0), rect(0, 200), wall);
    expect(covered).toBeGreaterThan(0);
    expect(covered).toBeLessThan(60);
  });
});
