import { describe, expect, it } from "vitest";
import { overlaps, type Rect } from "../../../../webview/canvas/layout/geometry";
import { makeWay } from "../../../../webview/canvas/layout/makeWay";

const rect = (x: number, y: number, width = 100, height = 40): Rect => ({ x, y, width, height });

/** Where everything is shown. */
function shown(rects: ReadonlyMap<string, Rect>, grown: Parameters<typeof makeWay>[1]) {
  const { shifts } = makeWay(rects, grown);
  return new Map(
    [...rects].map(([id, { x, y, width, height }]) => {
      const { x: dx, y: dy } = shifts.get(id) ?? { x: 0, y: 0 };
      return [id, { x: x + dx, y: y + dy, width, height, ...grown.get(id) }];
    }),
  );
}

function overlapping(rects: ReadonlyMap<string, Rect>): string[] {
  const all = [...rects];
  return all.flatMap(([a, one], index) =>
    all.slice(index + 1).flatMap(([b, other]) => (overlaps(one, other) ? [`${a} ${b}`] : [])),
  );
}

describe("making way", () => {
  it("moves what is to the right in its row, and what is below", () => {
    const rects = new Map([
      ["left", rect(0, 100)],
      ["above", rect(400, 0)],
      ["open", rect(200, 100)],
      ["right", rect(400, 110)],
      ["behind", rect(600, 90)],
      ["below", rect(200, 200)],
      ["far", rect(0, 200)],
    ]);
    const { shifts } = makeWay(rects, new Map([["open", { width: 500, height: 240 }]]));
    expect(Object.fromEntries(shifts)).toEqual({
      right: { x: 400, y: 0 },
      behind: { x: 400, y: 0 },
      below: { x: 0, y: 200 },
      far: { x: 0, y: 200 },
    });
  });

  it("moves what a moved node would hit", () => {
    const rects = new Map([
      ["open", rect(0, 0)],
      ["right", rect(150, 0, 100, 300)],
      ["behind", rect(300, 200)],
    ]);
    const { shifts } = makeWay(rects, new Map([["open", { width: 300, height: 40 }]]));
    expect([...shifts.keys()]).toEqual(["right", "behind"]);
  });

  it("leaves no overlaps among random nodes, however many are open, and finds the way back", () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48271) % 0x7fffffff) % below;
    for (let round = 0; round < 60; round++) {
      const rects = new Map<string, Rect>();
      for (let tries = 0; tries < 60; tries++) {
        const next = rect(random(2000), random(900), 40 + random(200), 20 + random(120));
        if (![...rects.values()].some((other) => overlaps(next, other))) rects.set(`n${tries}`, next);
      }
      const grown = new Map(
        [...rects].slice(0, 3).map(([id, { width, height }]) => {
          return [id, { width: width + random(900), height: height + random(500) }];
        }),
      );
      const after = shown(rects, grown);
      expect(overlapping(after)).toEqual([]);
      const { home } = makeWay(rects, grown);
      for (const [id, place] of after) {
        const { x, y } = rects.get(id) ?? place;
        expect([id, home({ ...place, ...sizeOf(rects, id) })]).toEqual([id, { x, y }]);
      }
    }
  });

  it("leaves what is dropped beside it beside it", () => {
    const rects = new Map([
      ["open", rect(0, 0)],
      ["right", rect(200, 0)],
    ]);
    const { home } = makeWay(rects, new Map([["open", { width: 500, height: 300 }]]));
    expect(home(rect(620, 150))).toEqual({ x: 220, y: 39 });
    expect(home(rect(620, 320))).toEqual({ x: 620, y: 60 });
  });

  it("moves all rows and columns of a large graph", () => {
    const rects = new Map(
      Array.from({ length: 20_000 }, (_, index) => [
        `n${index}`,
        rect((index % 100) * 150, Math.floor(index / 100) * 60),
      ]),
    );
    const { shifts } = makeWay(rects, new Map([["n0", { width: 1000, height: 1000 }]]));
    // The rest of its row, and all others.
    expect(shifts.size).toBe(99 + 199 * 100);
    expect([shifts.get("n1"), shifts.get("n101")]).toEqual([
      { x: 900, y: 0 },
      { x: 0, y: 960 },
    ]);
  });
});

function sizeOf(rects: ReadonlyMap<string, Rect>, id: string) {
  const { width = 0, height = 0 } = rects.get(id) ?? {};
  return { width, height };
}
