import type { TypedGraph } from "../graph/typedGraph";
import { attention } from "./attention";
import { boxes } from "./boxes";
import { generated } from "./generated";
import { masks } from "./masks";
import type { Panel, PlannedPanel } from "./panel";
import { points } from "./points";
import { predictions } from "./predictions";
import { reconstruction } from "./reconstruction";
import { regression } from "./regression";
import { text } from "./text";

/** The kinds of panels, in the order in which they are shown. */
export const panels: readonly Panel[] = [
  generated,
  points,
  predictions,
  regression,
  text,
  masks,
  boxes,
  reconstruction,
  attention,
];

/** The most panels of one model. */
const mostPanels = 8;

/** What the Training view shows of a model, besides its figures: by the kind's name. */
export function panelsOf(typed: TypedGraph): readonly (PlannedPanel & { readonly name: string })[] {
  return panels
    .flatMap(({ name, of }) => of(typed).map((planned) => ({ name, ...planned })))
    .slice(0, mostPanels);
}
