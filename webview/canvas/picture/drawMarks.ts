import type { Rect } from "../layout/geometry";
import type { ObjectiveMark } from "../model/objectiveMarks";
import type { NodeView } from "../model/nodeView";
import { textWidth } from "../model/textWidth";
import { element } from "./element";
import type { Look } from "./Look";
import { fitted, write } from "./write";

/** How many objectives a node shows; the others are counted. */
const mostShown = 3;
/** The sizes of a tag, in px; at its left is a bar in its objective's colour. */
const tag = { height: 17, bar: 4, padding: 5, most: 110, gap: 3 };

/** The outlines of the objectives that minimise a node or change its weights, around a box at the origin. */
export function drawOutlines({ colours }: Look, view: NodeView, marks: readonly ObjectiveMark[]): string {
  const shown = marks.slice(0, mostShown);
  const outlines = shown.map(({ hue, updates }, place) => {
    const away = 4 + 4 * place;
    return element("rect", {
      ...{ x: -away, y: -away, width: view.width + 2 * away, height: view.height + 2 * away },
      rx: (view.look === "pill" ? 14 : 7) + away,
      ...{ fill: "none", stroke: colours.objectives[hue] ?? colours.text, "stroke-width": 2 },
      "stroke-dasharray": updates ? undefined : "6 4",
    });
  });
  return outlines.join("");
}

/** These objectives' names, above the box. */
export function drawTags(look: Look, marks: readonly ObjectiveMark[]): string {
  return tagsOf(marks)
    .map((placed) => drawTag(look, placed))
    .join("");
}

/** What outlines and tags cover. */
export function marksArea(view: NodeView, marks: readonly ObjectiveMark[]): Rect {
  const away = 5 + 4 * (Math.min(mostShown, marks.length) - 1);
  const tags = tagsOf(marks);
  const width = Math.max(0, ...tags.map((placed) => placed.x + placed.width));
  const above = Math.max(away, ...tags.map(({ y }) => -y));
  return {
    x: -away,
    y: -above,
    width: away + Math.max(view.width + away, width),
    height: above + view.height + away,
  };
}

/** The tags' texts and places, from left to right. */
function tagsOf(marks: readonly ObjectiveMark[]) {
  const shown = marks.slice(0, mostShown);
  const more = marks.length - shown.length;
  const y = 4 - 4 * shown.length - tag.height;
  let next = -2;
  return [
    ...shown.map(({ objective, hue }) => ({ text: objective, hue })),
    ...(more > 0 ? [{ text: `+${more}`, hue: -1 }] : []),
  ].map(({ text, hue }) => {
    const cut = fitted(text, 10.5, "normal", tag.most - tag.bar - 2 * tag.padding);
    const width = textWidth(cut, 10.5) + tag.bar + 2 * tag.padding;
    const x = next;
    next += width + tag.gap;
    return { text: cut, hue, x, y, width };
  });
}

function drawTag(look: Look, { text, hue, x, y, width }: ReturnType<typeof tagsOf>[number]): string {
  const { colours } = look;
  const stroke = colours.objectives[hue] ?? colours.cardLine;
  const box = { x: x + 0.5, y: y + 0.5, width: width - 1, height: tag.height - 1, rx: 3 };
  const left = x + tag.bar + tag.padding;
  return (
    element("rect", { ...box, fill: colours.surface, stroke }) +
    element("rect", { x, y, width: tag.bar, height: tag.height, rx: 1.5, fill: stroke }) +
    write(look, text, left, y + tag.height / 2, { size: 10.5, fill: colours.text })
  );
}
