import { count, fields, oneOf, text } from "./shape";

/** The part of `run.json` that a reader needs to list a run. */
export const summaryFields = {
  /** Absolute path of the model's file when the run started. */
  file: text(10_000),
  status: oneOf("running", "paused", "completed", "stopped", "interrupted", "failed"),
  /** Steps done when this was written, and planned. */
  step: count,
  steps: count,
};

/** Reads only that part of `run.json`. Throws `malformed` for anything else. */
export const runSummary = fields(summaryFields);
export type RunSummary = Readonly<ReturnType<typeof runSummary>>;
