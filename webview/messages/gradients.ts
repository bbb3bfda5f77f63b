import type { GradientsEvent } from "../../engine/server/protocol";

/** From the extension host to the Gradients view. */
export type ToGradients =
  /** The last statistics of the run, oldest first, when the view shows (again) or the run changes. */
  | {
      readonly kind: "run";
      readonly name: string | undefined;
      readonly history: readonly GradientsEvent[];
      readonly every: number;
    }
  | { readonly kind: "gradients"; readonly event: GradientsEvent }
  /** The canvas's selection. */
  | { readonly kind: "select"; readonly nodes: readonly string[] };

export type FromGradients =
  | { readonly kind: "ready" }
  /** A row was clicked: select its node on the canvas. */
  | { readonly kind: "select"; readonly node: string }
  | { readonly kind: "every"; readonly steps: number };
