import { metrics } from "../metrics";
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
      const judged = typed.layer.judge?.[metric.needs];
      return judged ? [{ node, value: metric.lower(builder.b, judged(context)) }] : [];
    });
    return values.map(({ node, value }) => {
      const output = values.length === 1 ? name : `${node}.${name}`;
      builder.output(output, value);
      return output;
    });
  });
}
