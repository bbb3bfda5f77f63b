import { changedBy } from "../graph/changedBy";
import type { Objective } from "../graph/graph";
import { objectiveGraph } from "../graph/objectives";
import type { TypedGraph } from "../graph/typedGraph";
import type { Value } from "../ops/operation";
import { pathOf } from "../tensor/path";
import { float } from "../tensor/tensor";
import { differentiate } from "./differentiate";
import { lower, totalLoss, type LowerOptions } from "./lower";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";
import { weightsOf } from "./weights";

/**
 * One forward and backward pass without an update, of all losses or of one objective: then of the part of the graph that
 * its losses need, and of the weights that it changes. Outputs: `loss`, `value/NODE.PORT` for every output,
 * `grad/NODE.PORT` for every float output that the loss depends on, `grad/NODE.WEIGHT` for every trained weight (zeros
 * where the loss does not depend on it), and `state/NODE.NAME` for state that training mode updates.
 */
export function gradientStep(typed: TypedGraph, options: LowerOptions, objective?: Objective): Program {
  const builder = new ProgramBuilder();
  const { b } = builder;
  const part = objective ? objectiveGraph(typed, objective) : typed;
  const lowered = lower(builder, part, options);
  const loss = totalLoss(builder, lowered, objective);
  builder.output({ kind: "loss" }, loss);
  const ports = [...lowered].flatMap(([node, { outputs }]) =>
    Object.entries(outputs).map(([port, value]) => ({ name: pathOf(node, port), node, port, value })),
  );
  const isChanged = objective ? changedBy(objective, part) : () => true;
  const weights = weightsOf(typed)
    .filter((weight) => weight.trainable && isChanged(weight))
    .map(({ name, shape }) => ({ name, value: builder.slot(name, float(shape)) }));
  const wanted = [...ports.filter(({ value }) => value.type.dtype === "float32"), ...weights];
  const gradients = differentiate(
    builder,
    loss,
    wanted.map(({ value }) => value),
  );
  for (const { node, port, value } of ports) builder.output({ kind: "value", node, port }, value);
  const zeros = (like: Value) => b.broadcast(b.constant({ value: 0 }), { shape: like.type.shape });
  wanted.forEach(({ name, value }, i) => {
    const gradient = gradients[i] ?? (i >= wanted.length - weights.length ? zeros(value) : undefined);
    if (gradient) builder.output({ kind: "gradient", of: name }, gradient);
  });
  for (const { name, next } of builder.finish().state)
    if (next) builder.output({ kind: "next", slot: name }, next);
  const program = builder.finish();
  return simplify({ ...program, state: program.state.map(({ name, value }) => ({ name, value })) });
}
