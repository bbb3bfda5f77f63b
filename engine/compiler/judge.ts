import { metrics } from "../metrics";
import type { LoweredGraph } from "./lower";
import type { ProgramBuilder } from "./ProgramBuilder";

/**
 * Appends the wanted metrics as outputs and gives their names: `accuracy`, or `loss2.accuracy` where several losses
 * have it. A metric that no loss can give is left out.
 */
export function judge(builder: ProgramBuilder, lowered: LoweredGraph, wanted: readonly string[]): string[] {
  const judged = [...lowered].flatMap(([node, { typed, context }]) =>
    typed.layer.judge ? [{ node, judgement: typed.layer.judge(context) }] : [],
  );
  return wanted.flatMap((name) => {
    const values = judged.flatMap(({ node, judgement }) => {
      const value = metrics.get(name)?.lower(builder.b, judgement);
      return value ? [{ node, value }] : [];
    });
    return values.map(({ node, value }) => {
      const output = values.length === 1 ? name : `${node}.${name}`;
      builder.output(output, value);
      return output;
    });
  });
}
