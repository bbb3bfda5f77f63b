import type { Rect } from "../layout/geometry";
import { linkCourse } from "../layout/linkCourse";
import { RectGrid } from "../layout/RectGrid";
import { sharingLinks } from "../model/sharingLinks";
import type { Bounds } from "./Bounds";
import type { DrawnScope } from "./drawScope";
import { pointsOf } from "./drawWire";
import { element, escaped } from "./element";
import type { Look } from "./Look";

/** Dashed links between the nodes of a scope that share weights or follow each other. */
export function drawLinks({ colours }: Look, { path, page, nodes }: DrawnScope, bounds: Bounds): string {
  const links = sharingLinks(page, path === "" ? "" : `${path}/`);
  if (links.length === 0) return "";
  const grid = new RectGrid([...nodes].map(([id, { rect }]) => ({ id, ...rect })));
  const drawn = links.map(({ node, holder, kind, title }) => {
    const [from, to] = [nodes.get(node)?.rect, nodes.get(holder)?.rect];
    if (!from || !to) return "";
    const isTaken = (area: Rect) => grid.hits(area, ({ id }) => id === node || id === holder);
    const course = linkCourse(from, to, isTaken);
    bounds.addPoints(pointsOf(course), 2);
    return element(
      "path",
      {
        ...{ d: course.path, fill: "none", "stroke-width": 1.4, "stroke-linecap": "round" },
        stroke: kind === "follows" ? colours.category.recurrent : colours.category.block,
        "stroke-dasharray": kind === "follows" ? "7 4" : "2 4",
      },
      element("title", {}, escaped(title)),
    );
  });
  return drawn.join("");
}
