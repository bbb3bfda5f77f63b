import { t } from "@vscode/l10n";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { Row } from "./Row";
import { covers, sorted, useGradients } from "./stores";

/** In pixels, as in gradients.css: a row takes three lines in a narrow side bar, one from `wideFrom` on. */
const [narrowRow, wideRow, wideFrom] = [54, 26, 520];
/** Extra rows rendered above and below the visible ones. */
const margin = 4;

/** All weights, in a virtual list: only the rows in view are rendered. */
export function Rows({ onSelect }: { readonly onSelect: (node: string) => void }) {
  const { history, sort, shown, nodes } = useGradients();
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ top: 0, height: 400, width: 250 });
  const rows = useMemo(() => sorted(history, sort), [history, sort]);
  const rowHeight = place.width >= wideFrom ? wideRow : narrowRow;
  const shownIndex = rows.findIndex(({ key }) => key === shown);

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const look = () =>
      setPlace({ top: element.scrollTop, height: element.clientHeight, width: element.clientWidth });
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);

  // Scrolls a row chosen by the canvas or a key into view; live updates do not scroll.
  useEffect(() => {
    const element = list.current;
    if (!element || shownIndex < 0) return;
    const top = shownIndex * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a row that sorting moves is not scrolled to
  }, [shown, nodes]);

  const choose = (key: string) => {
    useGradients.setState({ shown: key });
    const node = history.weights.get(key)?.latest.node;
    if (node !== undefined) onSelect(node);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: shownIndex + 1, ArrowUp: shownIndex - 1, Home: 0, End: rows.length - 1 }[
      event.key
    ];
    const row = to === undefined ? undefined : rows[to];
    if (to === undefined) return;
    event.preventDefault();
    if (row) choose(row.key);
  };

  const first = Math.max(0, Math.floor(place.top / rowHeight) - margin);
  const last = Math.min(rows.length, Math.ceil((place.top + place.height) / rowHeight) + margin);
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
      <div className="all" style={{ height: rows.length * rowHeight }}>
        {rows.slice(first, last).map((weight, index) => (
          <Row
            key={weight.key}
            id={`row-${first + index}`}
            weight={weight}
            conditions={history.diagnosis.conditions.get(weight.key)}
            shown={weight.key === shown}
            selected={covers(nodes, weight.latest.node)}
            top={(first + index) * rowHeight}
            onChoose={choose}
          />
        ))}
      </div>
    </div>
  );
}
