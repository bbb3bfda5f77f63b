import { formatCount, formatNumber } from "../../../engine/run/format";
import type { ShownLoss } from "../../messages/run";
import { dataPicture, dataPictureSize, type Mark } from "../model/dataPictures";
import { nodeMetrics } from "../model/nodeSize";
import type { NodeView } from "../model/nodeView";
import { sparkline } from "../model/sparkline";
import { textWidth } from "../model/textWidth";
import { element, type Attributes } from "./element";
import type { Look } from "./Look";
import { mix } from "./mix";
import { write } from "./write";

const { height } = dataPictureSize;

/** The kind of data that a Dataset holds, and its number of samples; `y` is the middle of the row. */
export function drawDataPreview(look: Look, view: NodeView, y: number): string {
  const marks = dataPicture(view.source ?? "").map(({ tag, look: kind, attributes }) =>
    element(tag, { ...attributes, ...paint(look, kind) }),
  );
  const picture = element(
    "g",
    { transform: `translate(${nodeMetrics.cardPadding},${y - height / 2})` },
    ...marks,
  );
  if (view.samples === undefined) return picture;
  const writing = { size: 11, at: "end", fill: look.colours.quiet } as const;
  return picture + write(look, formatCount(view.samples), view.width - nodeMetrics.cardPadding, y, writing);
}

function paint({ colours }: Look, kind: Mark["look"]): Attributes {
  const { surface, text } = colours;
  const { data } = colours.category;
  switch (kind) {
    case "tile":
      return { fill: mix(surface, text, 0.82) };
    case "digit":
      return {
        ...{ fill: "none", stroke: surface, "stroke-width": 2.2 },
        ...{ "stroke-linecap": "round", "stroke-linejoin": "round" },
      };
    case "stroke":
      return { fill: "none", stroke: data, "stroke-width": 1.6 };
    case "dot":
      return { fill: surface, stroke: data, "stroke-width": 1.4 };
    case "dot on":
      return { fill: data, stroke: data, "stroke-width": 1.4 };
    case "cell":
      return { fill: mix(surface, text, 0.3) };
    case "cell last":
      return { fill: data };
  }
}

/** The loss of a run and its curve; nothing before the first run. */
export function drawLoss(look: Look, view: NodeView, y: number, shown: ShownLoss | undefined): string {
  const { colours } = look;
  if (shown?.loss === undefined) return "";
  const value = formatNumber(shown.loss);
  const [left, right] = [nodeMetrics.cardPadding, view.width - nodeMetrics.cardPadding];
  const width = Math.max(0, right - left - 8 - textWidth(value, 11, "mono"));
  const line = sparkline(shown.recentLoss, width, height);
  const area = `${line} L${width.toFixed(1)},${height} L0,${height}Z`;
  const curve = element(
    "g",
    { transform: `translate(${left},${y - height / 2})` },
    element("path", { d: area, fill: mix(colours.card, colours.category.loss, 0.16) }),
    element("path", { d: line, fill: "none", stroke: colours.category.loss, "stroke-width": 1.4 }),
  );
  const writing = { size: 11, style: "mono", at: "end", fill: colours.quiet } as const;
  return (line === "" ? "" : curve) + write(look, value, right, y, writing);
}
