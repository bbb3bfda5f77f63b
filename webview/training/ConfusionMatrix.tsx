import { t } from "@vscode/l10n";
import { memo, useState, type CSSProperties } from "react";
import { formatCount, formatFraction } from "../../engine/run/format";
import { metricName, metricSummary } from "./metric";
import type { EpochMatrix } from "./RunSeries";
import { useRun } from "./stores";

/** The most classes whose cells show counts; with more, there are only colours and tooltips. */
const maxWithCounts = 24;
/** The most classes whose cells also show fractions. */
const maxWithFractions = 4;
/** The most classes for which the matrix is drawn at all. */
const maxClasses = 128;

/** A confusion matrix: how often each true class (row) was predicted as each class (column), coloured by fraction. */
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
    ? t("validation, epoch {0}; true class ↓ predicted →", epoch)
    : t("training, epoch {0}; true class ↓ predicted →", epoch);
}

interface CellsProps {
  readonly matrix: EpochMatrix;
  readonly names: readonly string[] | undefined;
  readonly onHover: (cell: string | undefined) => void;
}

/** Memoized, because with many classes there are many cells and they change only once per epoch. */
export const Cells = memo(function Cells({ matrix: { rows }, names, onHover }: CellsProps) {
  if (rows.length > maxClasses)
    return (
      <p className="at">
        {t(
          "{0} classes are too many to draw. The counts are in metrics.ndjson in the run folder.",
          rows.length,
        )}
      </p>
    );
  const [hasFractions, hasCounts] = [rows.length <= maxWithFractions, rows.length <= maxWithCounts];
  const nameOf = (index: number) => names?.[index] ?? String(index);
  return (
    <div
      className="cells"
      style={{ "--classes": rows.length, "--row": hasCounts ? "17px" : "12px" } as CSSProperties}
    >
      <table
        className={hasFractions ? "roomy" : hasCounts ? undefined : "bare"}
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
            const total = counts.reduce((sum, count) => sum + count, 0);
            return (
              <tr key={row}>
                <th scope="row" title={nameOf(row)}>
                  {nameOf(row)}
                </th>
                {counts.map((count, column) => {
                  const fraction = total === 0 ? 0 : count / total;
                  const text = t(
                    "{0} predicted as {1}: {2} of {3} ({4})",
                    nameOf(row),
                    nameOf(column),
                    formatCount(count),
                    formatCount(total),
                    formatFraction(fraction),
                  );
                  return (
                    <td
                      key={column}
                      className={count === 0 ? "none" : row === column ? "correct" : undefined}
                      style={{ "--fraction": fraction } as CSSProperties}
                      title={text}
                      aria-label={text}
                      onPointerEnter={() => onHover(text)}
                    >
                      {hasCounts && formatCount(count)}
                      {hasFractions && <small>{formatFraction(fraction)}</small>}
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
