import { t } from "@vscode/l10n";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { useScrollPlace } from "../ui/useScrollPlace";
import { Row } from "./Row";
import { toneOf } from "../../engine/diagnosis/describe";
import { kinds } from "../../engine/diagnosis/gradients/diagnoses";
import type { Condition } from "../../engine/diagnosis/gradients/diagnosis";
import { GroupRow } from "./GroupRow";
import type { MeasuredGradients, WeightHistory } from "./history";
import { groupsOf, linesOf, plainLines, type Line } from "./lines";
import { covers, fold, reveal, sorted, useGradients } from "./stores";

/** In pixels, as in gradients.css: a row takes three lines in a narrow side bar, one from `wideFrom` on. */
const [narrowRow, wideRow, wideFrom] = [54, 26, 520];
const groupRow = 24;
/** Extra rows rendered above and below the visible ones. */
const margin = 4;

/** All weights, in a virtual list: only the rows in view are rendered. */
export function Rows({ onSelect }: { readonly onSelect: (node: string) => void }) {
  const { history, sort, shown, nodes, folded } = useGradients();
  const list = useRef<HTMLDivElement>(null);
  const place = useScrollPlace(list);
  const lines = useMemo(() => {
    const rows = sorted(history, sort);
    return sort === "network" ? linesOf(rows, folded) : plainLines(rows);
  }, [history, sort, folded]);
  const rowHeight = place.width >= wideFrom ? wideRow : narrowRow;
  const tops = useMemo(() => topsOf(lines, rowHeight), [lines, rowHeight]);
  const height = tops.at(-1) ?? 0;
  const shownIndex = lines.findIndex((line) => line.kind === "weight" && line.weight.key === shown);

  // Scrolls a row chosen by the canvas or a key into view; live updates do not scroll.
  useEffect(() => {
    const element = list.current;
    if (!element || shownIndex < 0) return;
    const top = tops[shownIndex] ?? 0;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a row that sorting moves is not scrolled to
  }, [shown, nodes]);

  const choose = (key: string) => {
    reveal(key);
    const node = history.weights.get(key)?.latest.node;
    if (node !== undefined) onSelect(node);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const weight = shown === undefined ? undefined : history.weights.get(shown)?.latest;
      const around = weight ? groupsOf(weight).map(({ key }) => key) : [];
      // Left folds the innermost open group, right unfolds the outermost folded one.
      const group =
        event.key === "ArrowLeft"
          ? around.slice(0, foldedFrom(around, folded)).at(-1)
          : around[foldedFrom(around, folded)];
      if (group !== undefined) fold(group, event.key === "ArrowRight");
      event.preventDefault();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1, Home: 1, End: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    let to = { Home: 0, End: lines.length - 1 }[event.key] ?? shownIndex + step;
    while (lines[to]?.kind === "group") to += step;
    const line = lines[to];
    if (line?.kind === "weight") choose(line.weight.key);
  };

  const first = Math.max(0, lineAt(tops, place.top) - margin);
  const last = Math.min(lines.length, lineAt(tops, place.top + place.height) + 1 + margin);
  return (
    <div
      ref={list}
      className={rowHeight === wideRow ? "rows wide" : "rows"}
      role="listbox"
      tabIndex={0}
      aria-label={t("Weights")}
      aria-activedescendant={shownIndex < 0 ? undefined : `row-${shownIndex}`}
      onKeyDown={onKeyDown}
    >
      <div className="all" style={{ height }}>
        {lines.slice(first, last).map((line, index) => {
          const top = tops[first + index] ?? 0;
          if (line.kind === "group") {
            const { key, ...heading } = line;
            return (
              <GroupRow
                key={key}
                {...heading}
                onFold={(open) => fold(key, open)}
                tone={toneOfGroup(line.weights, history.diagnosis)}
                selected={line.path !== undefined && covers(nodes, line.path)}
                top={top}
              />
            );
          }
          const { weight, name, objective, depth } = line;
          return (
            <Row
              key={weight.key}
              id={`row-${first + index}`}
              weight={weight}
              node={name}
              objective={objective}
              depth={depth}
              conditions={history.diagnosis.conditions.get(weight.key)}
              shown={weight.key === shown}
              selected={covers(nodes, weight.latest.node)}
              top={top}
              onChoose={choose}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Where each line begins, and where the last one ends, in px. */
function topsOf(lines: readonly Line[], rowHeight: number): readonly number[] {
  const tops = [0];
  for (const { kind } of lines) tops.push((tops.at(-1) ?? 0) + (kind === "group" ? groupRow : rowHeight));
  return tops;
}

/** The index of the line at a height. */
function lineAt(tops: readonly number[], y: number): number {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? Infinity) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The index of the outermost folded group; their number if all are open. */
function foldedFrom(around: readonly string[], folded: ReadonlySet<string>): number {
  const index = around.findIndex((key) => folded.has(key));
  return index < 0 ? around.length : index;
}

/** The tone of the worst condition in a group. */
function toneOfGroup(
  weights: readonly WeightHistory[],
  { conditions }: MeasuredGradients["diagnosis"],
): string | undefined {
  let worst: Condition | undefined;
  for (const { key } of weights) {
    const condition = conditions.get(key)?.[0];
    if (condition && (!worst || kinds.indexOf(condition.kind) < kinds.indexOf(worst.kind))) worst = condition;
  }
  return worst && toneOf(worst);
}
