import type { TypedGraph } from "../graph/typedGraph";
import { float } from "../ops/tensor";
import { differentiate } from "./differentiate";
import { lower, portName, totalLoss } from "./lower";
import { notFinite } from "./probe";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";
import { weightsOf } from "./weights";

/**
 * Counts what is NaN or infinite, to find where it began. Outputs, each a count: `weight/NODE.WEIGHT`,
 * `value/NODE.PORT` in the graph's order, and `gradient/NODE.WEIGHT`.
 */
export function diagnosisStep(typed: TypedGraph, batchSize: number): Program {
  const builder = new ProgramBuilder();
  const { b } = builder;
  const lowered = lower(builder, typed, { batchSize, training: true });
  const weights = weightsOf(typed)
    .filter(({ trainable }) => trainable)
    .map(({ name, shape }) => ({ name, value: builder.slot(name, float(shape)) }));
  const gradients = differentiate(
    b,
    builder.instructions,
    totalLoss(builder, lowered),
    weights.map(({ value }) => value),
  );
  for (const { name, value } of weights) builder.output(`weight/${name}`, notFinite(b, value));
  for (const [node, { outputs }] of lowered) {
    for (const [port, value] of Object.entries(outputs)) {
      if (value.type.dtype === "float32")
        builder.output(`value/${portName(node, port)}`, notFinite(b, value));
    }
  }
  weights.forEach(({ name }, i) => {
    const gradient = gradients[i];
    if (gradient) builder.output(`gradient/${name}`, notFinite(b, gradient));
  });
  const program = builder.finish();
  return simplify({ ...program, state: program.state.map(({ name, value }) => ({ name, value })) });
}
