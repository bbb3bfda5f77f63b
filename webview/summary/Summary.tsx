import { t } from "@vscode/l10n";
import { useMemo, useState } from "react";
import { formatCount } from "../../engine/run/format";
import type { FromSummary } from "../messages/summary";
import { formatBytes } from "../ui/amounts";
import { post } from "../ui/vscodeApi";
import { columnsOf, comparing, sharingText, type Column } from "./columns";
import { foldable, linesOf, type Line } from "./lines";
import { foldAll, useSummary, type Model } from "./stores";
import { Table } from "./Table";
import { latexTable, markdownTable, type TextTable } from "./tableText";

/** The page with the table of a model's nodes. */
export function Summary() {
  const { name, model, broken } = useSummary();
  return (
    <main className="summary">
      <header>
        <h1>{name}</h1>
        {broken !== undefined && (
          <p className="problems" role="status">
            {t("The text cannot be read: {0}", broken)}
          </p>
        )}
        {broken === undefined && model && model.problems > 0 && (
          <p className="problems" role="status">
            {model.problems === 1
              ? t("1 problem. What is not known because of it is shown as –.")
              : t(
                  "{0} problems. What is not known because of them is shown as –.",
                  formatCount(model.problems),
                )}{" "}
            <button
              type="button"
              className="link"
              onClick={() => post<FromSummary>({ kind: "showProblems" })}
            >
              {t("Show Problems")}
            </button>
          </p>
        )}
      </header>
      {model && <Nodes model={model} />}
    </main>
  );
}

function Nodes({ model }: { readonly model: Model }) {
  const { open, sort } = useSummary();
  const { summary, batchSize } = model;
  const columns = useMemo(() => columnsOf(summary, batchSize), [summary, batchSize]);
  const lines = useMemo(
    () => linesOf(summary.rows, open, comparing(columns, sort)),
    [summary, columns, open, sort],
  );
  const isKnown = summary.rows.every((row) => row.isKnown);
  const foot = columns.map(({ key, total }) =>
    key === "name" ? t("Total") : (total?.(summary.totals, isKnown) ?? ""),
  );
  const note = memoryText(model);
  const folds = useMemo(() => foldable(summary.rows), [summary]);
  if (summary.rows.length === 0) return <p className="quiet">{t("This model has no nodes yet.")}</p>;
  const allOpen = folds.every((path) => open.has(path));
  return (
    <>
      <div className="actions">
        <CopyButton
          label={t("Copy as Markdown")}
          text={() => markdownTable(textTable(columns, lines, foot, note))}
        />
        <CopyButton
          label={t("Copy as LaTeX")}
          text={() => latexTable(textTable(columns, lines, foot, note))}
        />
        {folds.length > 0 && (
          <button type="button" className="button quiet" onClick={() => foldAll(summary.rows, !allOpen)}>
            {allOpen ? t("Fold All") : t("Unfold All")}
          </button>
        )}
      </div>
      <Table columns={columns} lines={lines} foot={foot} />
      <p className="quiet memory">{note}</p>
    </>
  );
}

/** What training takes, as far as shapes say. */
function memoryText({ memory, batchSize }: Model): string {
  const { total, weights, gradients, optimizer, activations } = memory;
  return t(
    "About {0} of memory for training at batch size {1}: weights {2}, gradients {3}, optimizer state {4}, outputs and their gradients {5}",
    formatBytes(total),
    batchSize,
    formatBytes(weights),
    formatBytes(gradients),
    formatBytes(optimizer),
    formatBytes(activations),
  );
}

/** The table as it is shown. */
function textTable(
  columns: readonly Column[],
  lines: readonly Line[],
  foot: readonly string[],
  note: string,
): TextTable {
  return {
    columns,
    rows: lines.map(({ row, depth }) => {
      const sharing = sharingText(row);
      return {
        depth,
        cells: columns.map(({ key, text }) =>
          key === "parameters" && sharing !== "" ? t("{0} ({1})", text(row), sharing) : text(row),
        ),
      };
    }),
    foot,
    note,
  };
}

function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }) {
  const [copied, setCopied] = useState<string>();
  const copy = () => {
    const now = text();
    post<FromSummary>({ kind: "copy", text: now });
    setCopied(now);
  };
  // What was copied may have changed since.
  return (
    <button type="button" className="button quiet" onClick={copy} onBlur={() => setCopied(undefined)}>
      {label}
      <span className="copied" role="status">
        {copied !== undefined && t("copied")}
      </span>
    </button>
  );
}
