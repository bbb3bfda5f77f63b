import { optimizers } from "../optimizers";
import type { TypedGraph } from "../graph/typedGraph";
import type { Values, Parameters } from "../layers/parameter";
import { at, float } from "../ops/tensor";
import { differentiate } from "./differentiate";
import { judge, type JudgedMetric } from "./judge";
import { lower, totalLoss } from "./lower";
import { probe } from "./probe";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";
import { weightsOf } from "./weights";

export interface TrainingStep {
  /** Feeds: the datasets' ports, the optimizer's scalars, and `seed` and `step` where random numbers are drawn. Outputs: `loss` and the metrics' sums. */
  readonly program: Program;
  readonly metrics: readonly JudgedMetric[];
  /** The feeds that the optimizer computes anew for each step, which counts from 1. */
  readonly scalars: readonly { readonly feed: string; readonly at: (step: number) => number }[];
  readonly learningRate: number;
}

/** Forward, loss, backward, optimizer and metrics as one Program, for a graph without problems. */
export function trainingStep(typed: TypedGraph, batchSize: number): TrainingStep {
  const { builder, metrics, rule, params } = build(typed, batchSize);
  const learningRate = Number(params.learningRate);
  return {
    program: simplify(builder.finish()),
    metrics,
    learningRate,
    scalars: Object.entries(rule.scalars).map(([name, compute]) => ({
      feed: scalarName(name),
      at: (step) => compute(params, learningRate, step),
    })),
  };
}

/**
 * The statistics of a training step (see `probe`) on the batch it is about to take: the same forward pass, gradients
 * and update, none of which is kept. It runs before the step and changes nothing, so that watching a run leaves every
 * bit of it as it is.
 */
export function statisticsStep(typed: TypedGraph, batchSize: number): Program {
  const { builder, lowered, changes } = build(typed, batchSize);
  const before = builder.finish().outputs.length;
  probe(builder, lowered, changes);
  const program = builder.finish();
  return simplify({
    ...program,
    state: program.state.map(({ name, value }) => ({ name, value })),
    outputs: program.outputs.slice(before),
  });
}

function build(typed: TypedGraph, batchSize: number) {
  const builder = new ProgramBuilder();
  const { b } = builder;
  const lowered = lower(builder, typed, { batchSize, training: true });
  const loss = totalLoss(builder, lowered);
  builder.output("loss", loss);
  const metrics = judge(builder, lowered, typed.graph.training.metrics);

  const { type, ...written } = typed.graph.training.optimizer;
  const rule = optimizers.get(type);
  if (!rule) throw new Error(`no optimizer called ${type}`);
  const params = resolveParams(rule.params, written);
  const trained = weightsOf(typed).filter(({ trainable }) => trainable);
  const weights = trained.map(({ name, shape }) => builder.slot(name, float(shape)));
  const gradients = differentiate(b, builder.instructions, loss, weights);
  const changes = trained.flatMap(({ name, shape }, i) => {
    const gradient = gradients[i];
    if (!gradient) return [];
    const weight = at(weights, i);
    const next = rule.update({
      b,
      params,
      weight,
      gradient,
      scalar: (scalar) => builder.feed(scalarName(scalar), float([])),
      state: (state) => builder.slot(`${name}/${state}`, float(shape)),
    });
    builder.update(name, next.weight);
    for (const [state, value] of Object.entries(next.state)) builder.update(`${name}/${state}`, value);
    return [{ name, weight, gradient, next: next.weight }];
  });
  return { builder, lowered, changes, metrics, rule, params };
}

function scalarName(name: string): string {
  return `optimizer/${name}`;
}

/** Parses what is written and fills in defaults; the document was checked before. */
function resolveParams<P extends Parameters>(
  parameters: P,
  written: Readonly<Record<string, unknown>>,
): Values<P> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [
      name,
      parameter.schema.parse(written[name] ?? parameter.default),
    ]),
  ) as Values<P>;
}
