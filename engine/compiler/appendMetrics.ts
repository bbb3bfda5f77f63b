import type { Objective } from "../graph/graph";
import type { Source } from "../graph/typedGraph";
import type { Predictions, Layer, LowerContext } from "../layers/layer";
import type { Parameters } from "../parameters/parameter";
import { metricCalled } from "../metrics";
import type { Measure, Metric } from "../metrics/metric";
import type { Value } from "../ops/operation";
import { sizeOf } from "../tensor/tensor";
import { lossesOf, type LoweredGraph } from "./lower";
import type { ProgramBuilder } from "./ProgramBuilder";

/** A metric of one loss, whose sums are an output of a Program. */
export interface MetricOutput {
  /** The Program's output, and the metric's name in a run: `accuracy`, or `loss2.accuracy` if several losses have it, after the objective's name if it has one. */
  readonly name: string;
  readonly metric: Metric;
  readonly measure: Pick<Measure, "add" | "compute">;
  /** The number of elements of its sums. */
  readonly size: number;
  /** The port that the loss's target comes from, if it has a target. */
  readonly target: Source | undefined;
}

/** Appends the sums of the wanted metrics of an objective's losses as outputs. A metric that no loss supports is left out. */
export function appendMetrics(
  builder: ProgramBuilder,
  lowered: LoweredGraph,
  wanted: readonly string[],
  objective: Objective,
): MetricOutput[] {
  const losses = lossesOf(lowered, objective);
  return wanted.flatMap((name) => {
    const metric = metricCalled(name);
    if (!metric) return [];
    const measured = [...losses].flatMap(([node, { typed, context }]) => {
      const found = measureLoss(builder, metric, typed.layer, context);
      return found ? [{ node, target: typed.incoming.target?.[0], ...found }] : [];
    });
    return measured.map(({ node, target, measure, sums }) => {
      const output = builder.output(
        { kind: "metric", metric: name, ...(measured.length > 1 && { node }), objective: objective.name },
        sums,
      );
      return { name: output, metric, measure, size: sizeOf(sums.type.shape), target };
    });
  });
}

function measureLoss(
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
