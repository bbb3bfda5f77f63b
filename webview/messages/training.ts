import type { Guarded } from "../../engine/document/guard";
import { flag, oneOf, oneOfKinds, optional } from "../../engine/document/guard";
import type { RunEvent } from "../../engine/run/events";
import { type RunEntry, runId } from "./run";

/** From the extension host to the Training view. */
export type ToTraining =
  /**
   * The selected run with everything so far, or undefined if there is no run. Sent when the view becomes visible or another
   * run is selected. Split to stay below 100 kB per message: with `more`, `events` messages with the rest follow.
   */
  | {
      readonly kind: "run";
      readonly run: string | undefined;
      readonly name: string | undefined;
      readonly events: readonly RunEvent[];
      readonly more: boolean;
    }
  /** New events of a run, batched to 10 to 20 messages per second. */
  | { readonly kind: "events"; readonly run: string; readonly events: readonly RunEvent[] }
  /** The runs that can be selected, newest first. */
  | { readonly kind: "runs"; readonly runs: readonly RunEntry[] };

/** From the Training view to the extension host. */
export const fromTraining = oneOfKinds({
  ready: {},
  /** A command for the run that the view shows, if any. */
  command: {
    command: oneOf("train", "pause", "resume", "stop", "predict", "openRunFolder"),
    run: optional(runId),
  },
  /** Whether the page shows panels: the engine computes them only for those who see them. Sent before `ready`. */
  panels: { shown: flag },
  /** Selects another run. */
  select: { run: runId },
});
export type FromTraining = Guarded<typeof fromTraining>;
