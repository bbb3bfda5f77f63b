import { t } from "@vscode/l10n";
import { memo, useState, type CSSProperties } from "react";
import { formatCount, formatFraction } from "../../engine/run/format";
import { metricName, metricSummary } from "./metric";
import type { EpochMatrix } from "./RunSeries";
import { useRun } from "./stores";

/** Classes whose counts fit into their cells; above, colours tell, and the cursor. */
const counted = 24;
/** Classes that have room for each cell's share below its count. */
const roomy = 4;
/** Classes that are drawn at all. */
const drawn = 128;

/** How often each class (a row) was taken for each (a column), as a table whose colours are the shares of the rows. */
export function ConfusionMatrix({ name }: { readonly name: string }) {
  const matrix = useRun((run) => run.series.matrices.get(name));
  const names = useRun((run) => run.start?.classNames?.[name]);
  const [under, setUnder] = useState<string>();
  const text = under ?? (matrix ? origin(matrix) : t("after the first epoch"));
  return (
    <section className="matrix" aria-label={metricName(name)}>
      <header>
        <h2 title={metricSummary(name)}>{metricName(name)}</h2>
        <span className="at" title={text}>
          {text}
        </span>
      </header>
      {matrix && <Cells matrix={matrix} names={names} onHover={setUnder} />}
    </section>
  );
}

function origin({ part, epoch }: EpochMatrix): string {
  return part === "validation"
    ? t("validation, epoch {0}; right class ↓ predicted →", epoch)
    : t("training, epoch {0}; right class ↓ predicted →", epoch);
}

interface CellsProps {
  readonly matrix: EpochMatrix;
  readonly names: readonly string[] | undefined;
  readonly onHover: (cell: string | undefined) => void;
}

/** Drawn anew with each epoch only: many classes are many cells. */
export const Cells = memo(function Cells({ matrix: { rows }, names, onHover }: CellsProps) {
  if (rows.length > drawn)
    return (
      <p className="at">
        {t(
          "{0} classes are too many to draw. metrics.ndjson in the run's folder has the counts.",
          rows.length,
        )}
      </p>
    );
  const [isRoomy, isCounted] = [rows.length <= roomy, rows.length <= counted];
  const nameOf = (index: number) => names?.[index] ?? String(index);
  return (
    <div
      className="cells"
      style={{ "--classes": rows.length, "--row": isCounted ? "17px" : "12px" } as CSSProperties}
    >
      <table
        className={isRoomy ? "roomy" : isCounted ? undefined : "bare"}
        onPointerLeave={() => onHover(undefined)}
      >
        <thead>
          <tr>
            <td />
            {rows.map((_, column) => (
              <th key={column} scope="col" title={nameOf(column)}>
                {nameOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((counts, row) => {
            const all = counts.reduce((sum, count) => sum + count, 0);
            return (
              <tr key={row}>
                <th scope="row" title={nameOf(row)}>
                  {nameOf(row)}
                </th>
                {counts.map((count, column) => {
                  const share = all === 0 ? 0 : count / all;
                  const words = t(
                    "{0} taken for {1}: {2} of {3} ({4})",
                    nameOf(row),
                    nameOf(column),
                    formatCount(count),
                    formatCount(all),
                    formatFraction(share),
                  );
                  return (
                    <td
                      key={column}
                      className={count === 0 ? "none" : row === column ? "right" : undefined}
                      style={{ "--share": share } as CSSProperties}
                      title={words}
                      aria-label={words}
                      onPointerEnter={() => onHover(words)}
                    >
                      {isCounted && formatCount(count)}
                      {isRoomy && <small>{formatFraction(share)}</small>}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
});
