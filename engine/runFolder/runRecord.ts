import type { DeviceInfo } from "../run/device";
import { dataFingerprint } from "./dataFingerprint";
import { summaryFields } from "./runSummary";
import { count, fields, number, flag, literal, optional, recordOf, text } from "./shape";

const name = text(10_000);
const nodes = 50_000;

/** Reads all of `run.json`: a run's settings and status. Throws `malformed` for anything else. */
export const runRecord = fields({
  netloom: literal(1),
  ...summaryFields,
  device: fields({ kind: text(100), name: text(500) }),
  seed: count,
  batchSize: count,
  /** Absent in runs of an earlier Netloom, which always dropped an epoch's last, incomplete batch. */
  dropLast: optional(flag),
  epochs: count,
  started: text(100),
  /** Each Dataset's content, by node. */
  data: optional(recordOf(dataFingerprint, nodes)),
  /** The step at which the run was resumed with changed data. */
  dataChangedAt: optional(count),
  /** The tensor file or run folder that the initial weights were read from. */
  weights: optional(name),
  versions: optional(fields({ netloom: text(100), node: text(100) })),
  /** `value` is that of the watched `figure`, if it is not the loss that is watched by default. */
  best: optional(
    fields({ step: count, loss: number, figure: optional(text(1000)), value: optional(number) }),
  ),
  /** Why a completed run ended before its last step. */
  reason: optional(text(20_000)),
  error: optional(fields({ code: name, message: text(20_000) })),
});
export type RunRecord = ReturnType<typeof runRecord>;

/** A record as written by this version. */
export type WrittenRecord = RunRecord & { readonly device: Pick<DeviceInfo, "kind" | "name"> };
