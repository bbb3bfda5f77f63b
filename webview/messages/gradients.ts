import type { LossProgress } from "../../engine/diagnosis/lossProgress";
import type { NetworkFacts } from "../../engine/diagnosis/networkFacts";
import { nodePath } from "../../engine/document/edit";
import type { Guarded } from "../../engine/document/guard";
import { oneOfKinds, whole } from "../../engine/document/guard";
import type { GradientsEvent } from "../../engine/run/events";
import { runId } from "./run";

/** From the extension host to the Gradients view. */
export type ToGradients =
  /** The selected run with its latest statistics, oldest first. Sent when the view becomes visible or the run changes. */
  | {
      readonly kind: "run";
      readonly run: string | undefined;
      readonly name: string | undefined;
      readonly history: readonly GradientsEvent[];
      readonly every: number;
      /** The largest finite gradient norm of each weight by each objective (`updatePath`) in the whole run, not only in `history`. */
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
  /** The paths of the nodes selected on a canvas of the run's model. */
  | { readonly kind: "select"; readonly run: string; readonly nodes: readonly string[] };

/** From the Gradients view to the extension host. */
export const fromGradients = oneOfKinds({
  ready: {},
  /** Selects a node on the canvas, after a click on its row. */
  select: { run: runId, node: nodePath },
  /** Changes the number of steps between two statistics, in the setting's range. */
  every: { steps: whole(0, 100_000) },
});
export type FromGradients = Guarded<typeof fromGradients>;
