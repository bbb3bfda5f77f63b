import { t } from "@vscode/l10n";
import { useEffect, useMemo, useRef, type KeyboardEvent } from "react";
import { useScrollPlace } from "../ui/useScrollPlace";
import { sharingText, type Column } from "./columns";
import type { Line } from "./lines";
import { choose, fold, sortBy, useSummary } from "./stores";

/** The height of a row in px, as in summary.css. */
const rowHeight = 24;
/** Extra rows rendered above and below those in view. */
const margin = 10;

interface Props {
  readonly columns: readonly Column[];
  readonly lines: readonly Line[];
  readonly foot: readonly string[];
}

/** The rows that are in view, however many there are, between the columns' heads and their sums. */
export function Table({ columns, lines, foot }: Props) {
  const { sort, selected, current } = useSummary();
  const view = useRef<HTMLDivElement>(null);
  const place = useScrollPlace(view);
  const widths = useMemo(() => widthsOf(columns, lines, foot), [columns, lines, foot]);
  const index = lines.findIndex(({ row }) => row.path === current);

  // Scrolls a row chosen by a key or on the canvas into view; changes of the document do not scroll.
  useEffect(() => {
    const element = view.current;
    if (!element || index < 0) return;
    const top = index * rowHeight;
    const room = element.clientHeight - 2 * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + room) element.scrollTop = top + rowHeight - room;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a row that sorting moves is not scrolled to
  }, [current]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const line = lines[index];
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      if (!line) return;
      const { path, inside } = line.row;
      const isOpen = inside.length > 0 && isUnfolded(path);
      if (event.key === "ArrowRight") {
        if (inside.length > 0 && !isOpen) fold(path, true);
      } else if (isOpen) fold(path, false);
      else if (line.parent !== undefined) choose(line.parent);
      return;
    }
    const to = {
      ArrowDown: Math.min(index + 1, lines.length - 1),
      ArrowUp: Math.max(index - 1, 0),
      Home: 0,
      End: lines.length - 1,
      Enter: index,
    }[event.key];
    const next = to === undefined ? undefined : lines[to];
    if (!next) return;
    event.preventDefault();
    choose(next.row.path);
  };

  const first = Math.max(0, Math.floor(place.top / rowHeight) - margin);
  const last = Math.min(lines.length, Math.ceil((place.top + place.height) / rowHeight) + margin);
  const filler = (rows: number) => rows > 0 && <tr aria-hidden style={{ height: rows * rowHeight }} />;
  return (
    <div
      ref={view}
      className="table"
      tabIndex={0}
      role="treegrid"
      aria-label={t("Nodes")}
      aria-rowcount={lines.length + 2}
      aria-activedescendant={index < 0 ? undefined : `row-${index}`}
      onKeyDown={onKeyDown}
    >
      <table role="presentation" style={{ width: `${widths.reduce((sum, width) => sum + width, 0)}ch` }}>
        <colgroup>
          {widths.map((width, column) => (
            <col key={column} style={{ width: `${width}ch` }} />
          ))}
        </colgroup>
        <thead role="rowgroup">
          <tr role="row" aria-rowindex={1}>
            {columns.map(({ key, title, help, isNumeric }) => {
              const direction = sort?.column === key ? sort.direction : undefined;
              return (
                <th
                  key={key}
                  role="columnheader"
                  className={isNumeric ? "numeric" : undefined}
                  aria-sort={direction ?? "none"}
                >
                  <button type="button" title={help} onClick={() => sortBy(key)}>
                    {title}
                    <span className="arrow" aria-hidden>
                      {direction && (direction === "ascending" ? "↑" : "↓")}
                    </span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {filler(first)}
          {lines.slice(first, last).map((line, i) => (
            <Row
              key={line.row.path}
              line={line}
              index={first + i}
              columns={columns}
              isCurrent={line.row.path === current}
              isSelected={selected.has(line.row.path)}
            />
          ))}
          {filler(lines.length - last)}
        </tbody>
        <tfoot role="rowgroup">
          <tr role="row" aria-rowindex={lines.length + 2}>
            {columns.map(({ key, isNumeric }, column) => (
              <td key={key} role="gridcell" className={isNumeric ? "numeric" : undefined}>
                {foot[column]}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface RowProps {
  readonly line: Line;
  readonly index: number;
  readonly columns: readonly Column[];
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
}

function Row({ line, index, columns, isCurrent, isSelected }: RowProps) {
  const { row, depth } = line;
  const isOpen = useSummary(({ open }) => open.has(row.path));
  const canFold = row.inside.length > 0;
  return (
    <tr
      id={`row-${index}`}
      role="row"
      aria-level={depth + 1}
      aria-rowindex={index + 2}
      aria-expanded={canFold ? isOpen : undefined}
      aria-selected={isSelected}
      className={isCurrent ? "current" : undefined}
      data-category={row.layer?.category ?? "block"}
      onClick={() => choose(row.path)}
    >
      {columns.map(({ key, isNumeric, text }) => {
        const shown = text(row);
        if (key === "name")
          return (
            <td
              key={key}
              role="rowheader"
              title={row.path}
              style={{ paddingLeft: `${1 + indent * depth}ch` }}
            >
              {canFold ? (
                <button
                  type="button"
                  className="fold"
                  tabIndex={-1}
                  aria-label={isOpen ? t("Fold {0}", row.path) : t("Unfold {0}", row.path)}
                  onClick={(event) => {
                    event.stopPropagation();
                    fold(row.path, !isOpen);
                  }}
                >
                  <svg viewBox="0 0 16 16" aria-hidden="true" data-open={isOpen}>
                    <path d="M6 4l4 4-4 4" />
                  </svg>
                </button>
              ) : (
                <span className="fold" />
              )}
              {shown}
            </td>
          );
        const sharing = key === "parameters" ? sharingText(row) : "";
        return (
          <td
            key={key}
            role="gridcell"
            className={cellClass(key, isNumeric, shown)}
            title={key === "shape" || sharing !== "" ? `${shown} ${sharing}`.trim() : undefined}
          >
            {sharing !== "" && <span className="sharing">{sharing}</span>}
            {shown}
          </td>
        );
      })}
    </tr>
  );
}

/** In characters, of each level. */
const indent = 2;
/** What a column has besides its text: the space around it, the arrow of its order, or what folds a row. */
const [space, foldSpace] = [3, 3];
/** The width of a column at most, in characters; longer texts are cut. */
const widest = 48;

/** The width of each column, in characters, so that it does not change as rows come into view. */
function widthsOf(columns: readonly Column[], lines: readonly Line[], foot: readonly string[]): number[] {
  return columns.map(({ key, title, text }, column) => {
    let most = Math.max(lengthOf(title) + 2, lengthOf(foot[column] ?? ""));
    for (const { row, depth } of lines) {
      const extra =
        key === "name" ? indent * depth + foldSpace : key === "parameters" ? lengthOf(sharingText(row)) : 0;
      most = Math.max(most, lengthOf(text(row)) + extra);
    }
    return Math.min(most, widest) + space;
  });
}

/** The length of a text in digits: signs such as × are a little wider, characters of East Asia almost twice as wide. */
function lengthOf(text: string): number {
  let length = 0;
  for (const character of text) length += character < "\u0080" ? 1 : character < "\u2e80" ? 1.4 : 1.9;
  return length;
}

function cellClass(key: string, isNumeric: boolean, shown: string): string | undefined {
  const classes = [key === "type" && "type", isNumeric && "numeric", isNothing(shown) && "nothing"];
  return classes.filter(Boolean).join(" ") || undefined;
}

function isNothing(shown: string): boolean {
  return shown === "0" || shown === "–" || shown === "0 B";
}

function isUnfolded(path: string): boolean {
  return useSummary.getState().open.has(path);
}
