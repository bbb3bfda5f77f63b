import { count, fields, oneOf, text } from "./shape";

/** The part of `run.json` that a reader needs to list a run. */
export const summaryFields = {
  /** The model's file, absolute, as it was when the run started. */
  file: text(10_000),
  status: oneOf("running", "paused", "completed", "stopped", "interrupted", "failed"),
  /** Steps done when this was written, and planned. */
  step: count,
  steps: count,
};

/** Reads that part of `run.json` alone. Throws where that is not what it says. */
export const runSummary = fields(summaryFields);
export type RunSummary = Readonly<ReturnType<typeof runSummary>>;
