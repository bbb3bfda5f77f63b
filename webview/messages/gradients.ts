import type { LossProgress } from "../../engine/diagnosis/lossProgress";
import type { NetworkFacts } from "../../engine/diagnosis/networkFacts";
import { nodeName } from "../../engine/document/edit";
import type { Guarded } from "../../engine/document/guard";
import { oneOfKinds, whole } from "../../engine/document/guard";
import type { GradientsEvent } from "../../engine/run/events";
import { runId } from "./run";

/** From the extension host to the Gradients view. */
export type ToGradients =
  /** The last statistics of the run, oldest first, when the view shows (again) or the run changes. */
  | {
      readonly kind: "run";
      readonly run: string | undefined;
      readonly name: string | undefined;
      readonly history: readonly GradientsEvent[];
      readonly every: number;
      /** The largest finite gradient norm of each weight (`node.name`) in the whole run, of which `history` may be a part. */
      readonly largest: Readonly<Record<string, number>>;
      readonly loss: LossProgress | undefined;
      readonly network: NetworkFacts | undefined;
    }
  | {
      readonly kind: "gradients";
      readonly run: string;
      readonly event: GradientsEvent;
      readonly loss: LossProgress | undefined;
    }
  /** The selection on the canvas of the run's model. */
  | { readonly kind: "select"; readonly run: string; readonly nodes: readonly string[] };

/** From the Gradients view to the extension host. */
export const fromGradients = oneOfKinds({
  ready: {},
  /** A row was clicked: select its node on the canvas. */
  select: { run: runId, node: nodeName },
  /** Steps between two statistics; as many as the setting takes. */
  every: { steps: whole(0, 100_000) },
});
export type FromGradients = Guarded<typeof fromGradients>;
