import type { Guarded } from "../../engine/document/guard";
import { oneOf, oneOfKinds } from "../../engine/document/guard";
import type { RunEvent } from "../../engine/run/events";

/** From the extension host to the Training view. */
export type ToTraining =
  /** Everything about the run so far, when the view shows (again); undefined: no run yet. Chunked by the host to stay under 100 kB a message: `more` says that further `events` complete it. */
  | {
      readonly kind: "run";
      readonly name: string | undefined;
      readonly events: readonly RunEvent[];
      readonly more: boolean;
    }
  /** What happened since; the host batches them to 10–20 messages a second. */
  | { readonly kind: "events"; readonly events: readonly RunEvent[] };

/** From the Training view to the extension host. */
export const fromTraining = oneOfKinds({
  ready: {},
  command: { command: oneOf("train", "pause", "resume", "stop", "openRunFolder") },
});
export type FromTraining = Guarded<typeof fromTraining>;
