import { figureOf, pathOf, type NodePath, type Path } from "../tensor/path";

/** The objective that an output belongs to; undefined for the implicit one. */
interface OfObjective {
  readonly objective?: string | undefined;
}

/** What an output of a Program is, for the code that reads it. */
export type OutputTag =
  /** The total loss, which training minimises. */
  | ({ readonly kind: "loss" } & OfObjective)
  /** The sum of one loss over the batch, and the count it is divided by. */
  | ({ readonly kind: "sum" | "count"; readonly node: NodePath; readonly port: string } & OfObjective)
  /** The sum of all penalties on weights. */
  | ({ readonly kind: "penalty" } & OfObjective)
  /** A metric's sums; `node` is its loss, if several losses have the metric. */
  | ({ readonly kind: "metric"; readonly metric: string; readonly node?: NodePath } & OfObjective)
  /** A prediction, in an inference Program. */
  | { readonly kind: "prediction"; readonly node: NodePath; readonly port: string }
  /** What a loss makes of a prediction: the logarithms of the classes' probabilities, or the probability of yes. */
  | { readonly kind: "logProbabilities" | "probability"; readonly node: NodePath; readonly port: string }
  /** The value of a port, in a Program that outputs all of them. */
  | { readonly kind: "value"; readonly node: NodePath; readonly port: string }
  /** The gradient of a port or a weight, by its path. */
  | { readonly kind: "gradient"; readonly of: Path }
  /** A weight or a running statistic after the step. */
  | { readonly kind: "next"; readonly slot: string }
  /** A statistic of a weight or of a port, or one of the values that it is computed from. */
  | { readonly kind: "probe"; readonly probe: string; readonly of: Path; readonly part?: string }
  /** How many elements of a tensor are NaN or infinite; `index` is the tensor's position in the order of the step. */
  | { readonly kind: "examination"; readonly index: number }
  /** Measurements of the values at an input with a domain. */
  | { readonly kind: "domain"; readonly node: NodePath; readonly port: string };

/**
 * The name of an output in runtimes and files. A tag is never parsed back from its name: an output carries both.
 */
export function outputName(tag: OutputTag): string {
  switch (tag.kind) {
    case "loss":
    case "penalty":
      return ofObjective(tag, tag.kind);
    case "metric":
      return ofObjective(tag, tag.node === undefined ? tag.metric : pathOf(tag.node, tag.metric));
    case "prediction":
      return pathOf(tag.node, tag.port);
    case "sum":
    case "count":
      return ofObjective(tag, `${tag.kind}/${pathOf(tag.node, tag.port)}`);
    case "value":
    case "domain":
    case "logProbabilities":
    case "probability":
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

function ofObjective({ objective }: OfObjective, name: string): string {
  return objective === undefined ? name : figureOf(objective, name);
}
