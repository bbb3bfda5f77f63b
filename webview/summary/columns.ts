import { t } from "@vscode/l10n";
import type { Amounts, Summary, SummaryRow } from "../../engine/graph/summary/summaryOf";
import { formatCount } from "../../engine/run/format";
import { sampleSize, showShape, type GraphType } from "../../engine/tensor/graphType";
import { formatBytes, formatLarge } from "../ui/amounts";
import type { Sort } from "./stores";

export type ColumnKey =
  "name" | "type" | "shape" | "parameters" | "frozen" | "multiplyAdds" | "memory" | "field" | "jump";

/** A column of the table. */
export interface Column {
  readonly key: ColumnKey;
  readonly title: string;
  /** What its numbers mean. */
  readonly help?: string;
  /** Whether its cells are aligned as numbers. */
  readonly isNumeric: boolean;
  readonly text: (row: SummaryRow) => string;
  /** What it is sorted by; undefined for a row of which it is not known. */
  readonly value: (row: SummaryRow) => number | string | undefined;
  readonly total?: (totals: Amounts, isKnown: boolean) => string;
}

/** What is not known, or does not exist. */
const none = "–";
const bytesPerNumber = 4;

/** The columns for a model; those of frozen parameters and of receptive fields only if there are any. */
export function columnsOf({ totals, hasFields }: Summary, batchSize: number): Column[] {
  const bytesOf = ({ valuesPerSample, constantValues }: Amounts) =>
    (valuesPerSample * batchSize + constantValues) * bytesPerNumber;
  return [
    {
      key: "name",
      title: t("Node"),
      isNumeric: false,
      text: ({ name }) => name,
      value: ({ name }) => name,
    },
    { key: "type", title: t("Type"), isNumeric: false, text: typeText, value: ({ type }) => type },
    {
      key: "shape",
      title: t("Shape"),
      help: t("Of its inputs and its outputs, without the batch. Sorted by the size of the outputs."),
      isNumeric: false,
      text: shapeText,
      value: ({ outputs }) =>
        outputs.length === 0 ? undefined : outputs.reduce((sum, type) => sum + sampleSize(type), 0),
    },
    counts(
      "parameters",
      totals.frozen > 0 ? t("Trainable") : t("Parameters"),
      t("Parameters that training changes. Those that nodes share count once, at the node that holds them."),
      ({ trainable }) => trainable,
      formatCount,
    ),
    ...(totals.frozen > 0
      ? [
          counts(
            "frozen",
            t("Frozen"),
            t("Parameters of nodes that training does not change"),
            ({ frozen }) => frozen,
            formatCount,
          ),
        ]
      : []),
    counts(
      "multiplyAdds",
      t("Multiply-adds"),
      t("Forward pass, for one sample"),
      ({ multiplyAdds }) => multiplyAdds,
      formatLarge,
    ),
    counts(
      "memory",
      t("Memory"),
      t("Memory of its outputs at batch size {0}; of a block, of all outputs in it", batchSize),
      bytesOf,
      formatBytes,
    ),
    ...(hasFields ? fieldColumns() : []),
  ];
}

function fieldColumns(): Column[] {
  return [
    {
      key: "field",
      title: t("Receptive field"),
      help: t(
        "How many positions of the input one position of the output depends on, through convolutions, poolings and resampling; what normalisations compute over positions is not counted. {0} where positions have been mixed, as by attention or a global pooling, or where there are none.",
        none,
      ),
      isNumeric: true,
      text: ({ field }) => (field ? field.size.join("×") : none),
      value: ({ field }) => field?.size.reduce((product, size) => product * size, 1),
    },
    {
      key: "jump",
      title: t("Stride"),
      help: t(
        "How far apart in the input the receptive fields of two neighbours are; below 1 where the output is finer",
      ),
      isNumeric: true,
      text: ({ field }) => (field ? field.jump.map(jumpText).join("×") : none),
      value: ({ field }) => field?.jump.reduce((product, jump) => product * jump, 1),
    },
  ];
}

/** Compares rows by a column; those of which it is not known come last. */
export function comparing(
  columns: readonly Column[],
  sort: Sort | undefined,
): ((a: SummaryRow, b: SummaryRow) => number) | undefined {
  const column = columns.find(({ key }) => key === sort?.column);
  if (!column || !sort) return undefined;
  const sign = sort.direction === "ascending" ? 1 : -1;
  return (a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    if (typeof x === "number" && typeof y === "number") return sign * (x - y);
    return sign * String(x).localeCompare(String(y), undefined, { numeric: true });
  };
}

/** What a row says about weights that are not its own alone; "" if nothing. */
export function sharingText({ shares, follows }: SummaryRow): string {
  if (shares !== undefined) return shares === "" ? t("shared") : t("shared with {0}", shares);
  if (follows !== undefined) return follows === "" ? t("follows others") : t("follows {0}", follows);
  return "";
}

/** A column of numbers that add up. */
function counts(
  key: ColumnKey,
  title: string,
  help: string,
  amount: (amounts: Amounts) => number,
  format: (value: number) => string,
): Column {
  const shown = (value: number, isKnown: boolean) =>
    isKnown ? format(value) : value === 0 ? none : `≥ ${format(value)}`;
  return {
    ...{ key, title, help, isNumeric: true },
    text: (row) => shown(amount(row), row.isKnown),
    value: (row) => (row.isKnown || amount(row) > 0 ? amount(row) : undefined),
    total: (totals, isKnown) => shown(amount(totals), isKnown),
  };
}

function typeText({ type, count }: SummaryRow): string {
  return count === undefined ? type : `${type} ×${String(count)}`;
}

function shapeText({ inputs, outputs }: SummaryRow): string {
  if (outputs.length === 0) return inputs.length === 0 ? none : `${shapesText(inputs)} → ${none}`;
  return inputs.length === 0 ? shapesText(outputs) : `${shapesText(inputs)} → ${shapesText(outputs)}`;
}

/** At most three shapes. */
function shapesText(types: readonly GraphType[]): string {
  const shown = types.length > 3 ? [...types.slice(0, 2), undefined, types.at(-1)] : types;
  return shown.map((type) => (type ? showShape(type) : "…")).join(", ");
}

/** `16`, `1/2`, `0.67`. */
function jumpText(jump: number): string {
  const inverse = Math.round(1 / jump);
  if (jump < 1 && Math.abs(jump * inverse - 1) < 1e-9) return `1/${String(inverse)}`;
  return String(Math.round(jump * 100) / 100);
}
