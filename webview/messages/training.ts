import type { Guarded } from "../../engine/document/guard";
import { oneOf, oneOfKinds, optional } from "../../engine/document/guard";
import type { RunEvent } from "../../engine/run/events";
import { type RunEntry, runId } from "./run";

/** From the extension host to the Training view. */
export type ToTraining =
  /** Everything about the selected run so far, when the view shows (again) or another run is selected; undefined: no run yet. Chunked by the host to stay under 100 kB a message: `more` says that further `events` complete it. */
  | {
      readonly kind: "run";
      readonly run: string | undefined;
      readonly name: string | undefined;
      readonly events: readonly RunEvent[];
      readonly more: boolean;
    }
  /** What happened to a run since; the host batches them to 10–20 messages a second. */
  | { readonly kind: "events"; readonly run: string; readonly events: readonly RunEvent[] }
  /** The runs that can be selected, the newest first. */
  | { readonly kind: "runs"; readonly runs: readonly RunEntry[] };

/** From the Training view to the extension host. */
export const fromTraining = oneOfKinds({
  ready: {},
  /** `run`: the one that the view shows; absent where there is none. */
  command: {
    command: oneOf("train", "pause", "resume", "stop", "openRunFolder"),
    run: optional(runId),
  },
  /** Shows another run. */
  select: { run: runId },
});
export type FromTraining = Guarded<typeof fromTraining>;
