import "../../ui/hues.css";
import "./ObjectiveMarks.css";
import { t } from "@vscode/l10n";
import { memo, type CSSProperties } from "react";
import type { ObjectiveMark } from "../model/objectiveMarks";
import { useCanvasState } from "../state/useCanvas";

/** How many objectives a node shows; the others are counted. */
const mostShown = 3;

/** Outlines and tags of the objectives that minimise this node or change its weights. */
export const ObjectiveMarks = memo(function ObjectiveMarks({ node }: { readonly node: string }) {
  const marks = useCanvasState((state) => state.marks.get(node));
  if (!marks) return null;
  const shown = marks.slice(0, mostShown);
  const more = marks.slice(mostShown);
  return (
    <>
      {shown.map(({ objective, hue, updates }, place) => (
        <span
          key={objective}
          className="objective-outline"
          data-hue={hue}
          data-updates={updates}
          style={{ "--place": place } as CSSProperties}
        />
      ))}
      <ul
        className="objective-tags"
        aria-label={t("Objectives")}
        style={{ "--outlines": shown.length } as CSSProperties}
      >
        {shown.map((mark) => (
          <li key={mark.objective} data-hue={mark.hue} title={titleOf(mark)} aria-label={titleOf(mark)}>
            {mark.objective}
          </li>
        ))}
        {more.length > 0 && <li title={more.map(titleOf).join("\n")}>+{more.length}</li>}
      </ul>
    </>
  );
});

function titleOf({ objective, minimises, updates }: ObjectiveMark): string {
  if (minimises && updates) return t("{0} minimises this loss and changes its weights", objective);
  return minimises ? t("{0} minimises this loss", objective) : t("{0} changes these weights", objective);
}
