import type { Judgement, Layer, LowerContext } from "../layers/layer";
import type { Parameters } from "../layers/parameter";
import { metrics } from "../metrics";
import type { Metric } from "../metrics/metric";
import type { Value } from "../ops/operation";
import type { LoweredGraph } from "./lower";
import type { ProgramBuilder } from "./ProgramBuilder";

/**
 * Appends the wanted metrics as outputs and gives their names: `accuracy`, or `loss2.accuracy` where several losses
 * have it. A metric that no loss can give is left out.
 */
export function judge(builder: ProgramBuilder, lowered: LoweredGraph, wanted: readonly string[]): string[] {
  return wanted.flatMap((name) => {
    const metric = metrics.get(name);
    if (!metric) return [];
    const values = [...lowered].flatMap(([node, { typed, context }]) => {
      const value = measured(builder, metric, typed.layer, context);
      return value ? [{ node, value }] : [];
    });
    return values.map(({ node, value }) => {
      const output = values.length === 1 ? name : `${node}.${name}`;
      builder.output(output, value);
      return output;
    });
  });
}

function measured(
  { b }: ProgramBuilder,
  metric: Metric,
  { judge: says = {} }: Layer,
  context: LowerContext<Parameters>,
): Value | undefined {
  const take = <K extends keyof Judgement>(kind: K): Value | undefined => {
    const [lower, judged] = [metric.of[kind], says[kind]];
    return lower && judged && lower(b, judged(context));
  };
  return take("classes") ?? take("binary") ?? take("values");
}
