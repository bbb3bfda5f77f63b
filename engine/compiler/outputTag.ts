import { pathOf, type NodePath, type Path } from "../tensor/path";

/** What an output of a Program is, for those who read it. */
export type OutputTag =
  /** What training minimises. */
  | { readonly kind: "loss" }
  /** What one loss adds up to over the batch, and what that is divided by. */
  | { readonly kind: "sum" | "count"; readonly node: NodePath; readonly port: string }
  /** All penalties on weights. */
  | { readonly kind: "penalty" }
  /** A metric's sums; `node` is the loss where several give it. */
  | { readonly kind: "metric"; readonly metric: string; readonly node?: NodePath }
  /** What a finished model answers. */
  | { readonly kind: "prediction"; readonly node: NodePath; readonly port: string }
  /** What a port gives, in a Program that shows all of them. */
  | { readonly kind: "value"; readonly node: NodePath; readonly port: string }
  /** The gradient at a port or of a weight, by its name. */
  | { readonly kind: "gradient"; readonly of: Path }
  /** A weight, or a running statistic, as it is after the step. */
  | { readonly kind: "next"; readonly slot: string }
  /** A statistic of a weight or of a port, or one of the values that it is computed from. */
  | { readonly kind: "probe"; readonly probe: string; readonly of: Path; readonly part?: string }
  /** How much of a tensor is NaN or infinite; `index` is its place in the order of the step. */
  | { readonly kind: "examination"; readonly index: number }
  /** The values that arrive at a port which takes certain ones only. */
  | { readonly kind: "domain"; readonly node: NodePath; readonly port: string };

/**
 * The name under which runtimes hand over an output, and under which files have it. Nobody reads a tag back from its name:
 * an output carries both.
 */
export function outputName(tag: OutputTag): string {
  switch (tag.kind) {
    case "loss":
    case "penalty":
      return tag.kind;
    case "metric":
      return tag.node === undefined ? tag.metric : pathOf(tag.node, tag.metric);
    case "prediction":
      return pathOf(tag.node, tag.port);
    case "sum":
    case "count":
    case "value":
    case "domain":
      return `${tag.kind}/${pathOf(tag.node, tag.port)}`;
    case "gradient":
      return `grad/${tag.of}`;
    case "next":
      return `state/${tag.slot}`;
    case "probe":
      return `probe/${tag.of}/${tag.probe}${tag.part === undefined ? "" : `/${tag.part}`}`;
    case "examination":
      return `examination/${String(tag.index)}`;
  }
}
