import type { DeviceInfo } from "../run/device";
import { dataFingerprint } from "./dataFingerprint";
import { summaryFields } from "./runSummary";
import { count, fields, figure, flag, literal, optional, recordOf, text } from "./shape";

const name = text(10_000);
const nodes = 50_000;

/** All of `run.json`: what a run is and how it stands. Throws where that is not what it says. */
export const runRecord = fields({
  netloom: literal(1),
  ...summaryFields,
  device: fields({ kind: text(100), name: text(500) }),
  seed: count,
  batchSize: count,
  /** Absent in the runs of an earlier Netloom, which left out what an epoch's full batches leave over. */
  dropLast: optional(flag),
  epochs: count,
  started: text(100),
  /** What each Dataset held, by node. */
  data: optional(recordOf(dataFingerprint, nodes)),
  /** The step at which the run was resumed although its data had changed. */
  dataChangedAt: optional(count),
  /** What the first weights were read from: a tensor file or a run's folder. */
  weights: optional(name),
  versions: optional(fields({ netloom: text(100), node: text(100) })),
  best: optional(fields({ step: count, loss: figure })),
  error: optional(fields({ code: name, message: text(20_000) })),
});
export type RunRecord = ReturnType<typeof runRecord>;

/** A record as this version writes it. */
export type WrittenRecord = RunRecord & { readonly device: Pick<DeviceInfo, "kind" | "name"> };
