import { create } from "zustand";
import { parse } from "../../engine/document/parse";
import { infer } from "../../engine/graph/infer";
import { estimateMemory, type MemoryEstimate } from "../../engine/graph/memory";
import { countProblems } from "../../engine/graph/listed";
import { summaryOf, type Summary, type SummaryRow } from "../../engine/graph/summary/summaryOf";
import { defaultBatchSizes } from "../../engine/graph/trainingDefaults";
import type { Training } from "../../engine/graph/graph";
import type { FromSummary, ToSummary } from "../messages/summary";
import { post } from "../ui/vscodeApi";
import type { ColumnKey } from "./columns";
import { foldable } from "./lines";

/** The order of the rows; undefined for that of the data. */
export interface Sort {
  readonly column: ColumnKey;
  readonly direction: "ascending" | "descending";
}

/** What is known of the document. */
export interface Model {
  readonly summary: Summary;
  /** Of the sizes and memory in the table. */
  readonly batchSize: number;
  readonly memory: MemoryEstimate;
  /** The number of errors. */
  readonly problems: number;
}

export interface Page {
  /** The name of the file; undefined before the host has sent it. */
  readonly name: string | undefined;
  /** That of the last text that could be read. */
  readonly model: Model | undefined;
  /** Why the text cannot be read; translated. */
  readonly broken: string | undefined;
  /** The paths of the rows that are unfolded. */
  readonly open: ReadonlySet<string>;
  readonly sort: Sort | undefined;
  /** The paths of the nodes that are selected on the canvas. */
  readonly selected: ReadonlySet<string>;
  /** The path of the row that keys move from. */
  readonly current: string | undefined;
}

export const useSummary = create<Page>()(() => ({
  name: undefined,
  model: undefined,
  broken: undefined,
  open: new Set(),
  sort: undefined,
  selected: new Set(),
  current: undefined,
}));

/** The last document, so that the same one is not read again. */
let latest = "";

/** Handles a message from the host. */
export function receive(message: ToSummary): void {
  if (message.kind === "selected") {
    const current = message.nodes.at(-1);
    useSummary.setState({ selected: new Set(message.nodes), ...(current !== undefined && { current }) });
    return;
  }
  const { kind: _, ...document } = message;
  const now = JSON.stringify(document);
  if (now === latest) return;
  latest = now;
  const { name, text, facts, dataProblems } = document;
  const { graph, problems } = parse(text);
  if (!graph) {
    useSummary.setState({ name, broken: problems[0]?.message ?? "" });
    return;
  }
  const typed = infer(graph, facts);
  const batchSize = batchSizeOf(graph.training);
  const errors = [...problems, ...typed.problems, ...dataProblems].filter(
    ({ severity }) => severity === "error",
  );
  const model = {
    summary: summaryOf(typed),
    batchSize,
    memory: estimateMemory(typed, batchSize),
    problems: countProblems(errors),
  };
  useSummary.setState({ name, broken: undefined, model });
}

/** If the batch size is chosen from the data, its upper limit; 1 if it is all of them, whose number is not known here. */
function batchSizeOf({ batchSize = defaultBatchSizes.most }: Training): number {
  return batchSize === "all" ? 1 : batchSize;
}

/** Makes a row the one that keys move from, and selects its node on the canvas. */
export function choose(path: string): void {
  useSummary.setState({ current: path });
  post<FromSummary>({ kind: "select", nodes: [path] });
}

export function fold(path: string, isOpen: boolean): void {
  const open = new Set(useSummary.getState().open);
  if (isOpen) open.add(path);
  else open.delete(path);
  useSummary.setState({ open });
}

/** Unfolds all rows, or folds them. */
export function foldAll(rows: readonly SummaryRow[], isOpen: boolean): void {
  useSummary.setState({ open: new Set(isOpen ? foldable(rows) : []) });
}

/** Sorts by a column, first by names or from the largest numbers, then the other way round, then as the data flow. */
export function sortBy(column: ColumnKey): void {
  const { sort } = useSummary.getState();
  const [first, second] =
    column === "name" || column === "type"
      ? (["ascending", "descending"] as const)
      : (["descending", "ascending"] as const);
  if (sort?.column !== column) useSummary.setState({ sort: { column, direction: first } });
  else useSummary.setState({ sort: sort.direction === first ? { column, direction: second } : undefined });
}
