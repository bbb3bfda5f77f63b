import type { TypedGraph } from "../graph/typedGraph";
import type { Value } from "../ops/operation";
import { float } from "../tensor/tensor";
import { averagesOf } from "./averages";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";
import { weightsOf, type NamedWeight } from "./weights";

/** A Program that runs after every so many training steps, on the training steps' state. */
export interface AfterStep {
  readonly every: number;
  /** It has neither feeds nor outputs. */
  readonly program: Program;
}

/**
 * What moves weights besides the training steps: weights that follow others, and moving averages. Each reads only trained
 * weights and running statistics and changes no slot of another, so their order does not matter. Empty for most documents.
 */
export function afterStep(typed: TypedGraph): AfterStep[] {
  const followers = new Map<number, NamedWeight[]>();
  for (const weight of weightsOf(typed)) {
    const every = typed.nodes.get(weight.node)?.node.follows?.every ?? 1;
    if (weight.follows === undefined) continue;
    const together = followers.get(every);
    if (together) together.push(weight);
    else followers.set(every, [weight]);
  }
  const averages = averagesOf(typed);
  if (averages.size > 0 && !followers.has(1)) followers.set(1, []);
  return [...followers].map(([every, weights]) => {
    const builder = new ProgramBuilder();
    for (const weight of weights) follow(builder, typed, weight);
    if (every === 1) average(builder, typed, averages);
    return { every, program: simplify(builder.finish()) };
  });
}

/** Moves a weight towards the one it follows, or copies it. */
function follow(
  builder: ProgramBuilder,
  typed: TypedGraph,
  { name, node, follows, shape }: NamedWeight,
): void {
  if (follows === undefined) return;
  const [own, other] = [builder.slot(name, float(shape)), builder.slot(follows, float(shape))];
  const rate = typed.nodes.get(node)?.node.follows?.rate ?? 1;
  builder.update(name, towards(builder, own, other, rate));
}

/** decay · average + (1 − decay) · weight, as in PyTorch's `get_ema_avg_fn`. */
function average(builder: ProgramBuilder, typed: TypedGraph, averages: ReadonlyMap<string, string>): void {
  const { ema = 0 } = typed.graph.training;
  for (const { name, shape } of weightsOf(typed)) {
    const slot = averages.get(name);
    if (slot === undefined) continue;
    const [mean, weight] = [builder.slot(slot, float(shape)), builder.slot(name, float(shape))];
    builder.update(slot, towards(builder, mean, weight, 1 - ema));
  }
}

/** A fraction of the way from one value to another; exactly the same where they are equal. */
function towards({ b }: ProgramBuilder, from: Value, to: Value, rate: number): Value {
  return rate === 1 ? to : b.add(from, b.mul(b.sub(to, from), rate));
}
