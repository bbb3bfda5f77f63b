import type { Source } from "../graph/typedGraph";
import type { Predictions, Layer, LowerContext } from "../layers/layer";
import type { Parameters } from "../parameters/parameter";
import { metricCalled } from "../metrics";
import type { Measure, Metric } from "../metrics/metric";
import type { Value } from "../ops/operation";
import { sizeOf } from "../tensor/tensor";
import type { LoweredGraph } from "./lower";
import type { ProgramBuilder } from "./ProgramBuilder";

/** A metric of one loss, whose sums a Program gives. */
export interface JudgedMetric {
  /** The Program's output, and what the metric is called in a run: `accuracy`, or `loss2.accuracy` of several losses. */
  readonly name: string;
  readonly metric: Metric;
  readonly measure: Pick<Measure, "add" | "compute">;
  /** How many numbers its sums are. */
  readonly size: number;
  /** What the loss's target comes from, where it has one. */
  readonly target: Source | undefined;
}

/** Appends the sums of the wanted metrics as outputs. A metric that no loss can give is left out. */
export function judge(
  builder: ProgramBuilder,
  lowered: LoweredGraph,
  wanted: readonly string[],
): JudgedMetric[] {
  return wanted.flatMap((name) => {
    const metric = metricCalled(name);
    if (!metric) return [];
    const judged = [...lowered].flatMap(([node, { typed, context }]) => {
      const found = measured(builder, metric, typed.layer, context);
      return found ? [{ node, target: typed.incoming.target?.[0], ...found }] : [];
    });
    return judged.map(({ node, target, measure, sums }) => {
      const output = builder.output(
        { kind: "metric", metric: name, ...(judged.length > 1 && { node }) },
        sums,
      );
      return { name: output, metric, measure, size: sizeOf(sums.type.shape), target };
    });
  });
}

function measured(
  { b }: ProgramBuilder,
  { of }: Metric,
  { predictions = {} }: Layer,
  context: LowerContext<Parameters>,
): { measure: Pick<Measure, "add" | "compute">; sums: Value } | undefined {
  const take = <K extends keyof Predictions>(kind: K) => {
    // Whether the result is a number or a matrix does not matter here.
    const measure = of[kind] as Measure<Predictions[K]> | undefined;
    const predict = predictions[kind];
    return measure && predict && { measure, sums: measure.sums(b, predict(context)) };
  };
  return take("classes") ?? take("binary") ?? take("values");
}
