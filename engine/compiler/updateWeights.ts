import { clippings } from "../clipping";
import type { NodeGradient } from "../clipping/clipping";
import type { Objective, TypedValue } from "../graph/graph";
import { clampMax } from "../layers/functional/clampMax";
import { clampMin } from "../layers/functional/clampMin";
import type { WeightSettings } from "../layers/weightParams";
import { optimizers } from "../optimizers";
import type { Optimizer } from "../optimizers/optimizer";
import type { Value } from "../ops/operation";
import { statePath, type Path } from "../tensor/path";
import { at, float, sizeOf } from "../tensor/tensor";
import type { ProgramBuilder } from "./ProgramBuilder";

/** A weight to update, with its gradient. */
export interface TrainedWeight extends NodeGradient {
  /** The name of its slot. */
  readonly name: Path;
  readonly value: Value;
  readonly settings: Pick<WeightSettings, "learningRateFactor" | "weightDecay" | "weightClip">;
}

/** A feed that is recomputed for each step, from the step's number (counted from 1) and learning rate. */
export interface StepScalar {
  readonly feed: string;
  readonly at: (step: number, learningRate: number) => number;
}

export interface WeightUpdates {
  /** The next value of each weight, in the given order. */
  readonly next: readonly Value[];
  readonly scalars: readonly StepScalar[];
  /** The initial values of the optimizer's state that are not 0, by slot. */
  readonly initialState: ReadonlyMap<string, number>;
  /** The optimizer's state, by slot. */
  readonly optimizerState: ReadonlyMap<string, OptimizerSlot>;
}

export interface OptimizerSlot {
  /** The optimizer's name for it: `exp_avg`. */
  readonly state: string;
  /** The slot of the weight that it belongs to; undefined if it is shared by all weights. */
  readonly weight: Path | undefined;
}

/**
 * Appends gradient clipping, the optimizer's update and the clipping of weights to a Program. Updates the slots of all
 * weights and of the optimizer's state: `node.weight/NAME`, or `optimizer/NAME` for a rule over all weights together; see `statePath`.
 */
export function updateWeights(
  builder: ProgramBuilder,
  { name: objective, optimizer, clipping }: Pick<Objective, "name" | "optimizer" | "clipping">,
  weights: readonly TrainedWeight[],
): WeightUpdates {
  const { type, ...params } = optimizer;
  const rule = optimizers.get(type);
  if (!rule) throw new Error(`no optimizer called ${type}`);
  const scalars = new Map<string, StepScalar>();
  const initialState = new Map<string, number>();
  const optimizerState = new Map<string, OptimizerSlot>();

  /** Applies the rule once; returns the next weight. */
  const apply = (
    owner: Path | "optimizer",
    weight: Value,
    gradient: Value,
    { learningRateFactor: factor, weightDecay }: Partial<TrainedWeight["settings"]>,
  ): Value => {
    const own = weightDecay === undefined ? params : { ...params, weightDecay };
    const needed = rule.state(own, weight.type.shape);
    const { weight: next, state } = rule.update({
      b: builder.b,
      params: own,
      weight,
      gradient,
      scalar: (name) => builder.feed(scalarOf(name, factor ?? 1), float([])),
      state: (name) => {
        const { shape, start: first } = needed[name] ?? unknown(rule, name);
        const slot = statePath(owner, name, objective);
        if (first !== 0) initialState.set(slot, first);
        return builder.slot(slot, float(shape));
      },
    });
    for (const [name, value] of Object.entries(state)) {
      const slot = statePath(owner, name, objective);
      builder.update(slot, value);
      optimizerState.set(slot, { state: name, weight: owner === "optimizer" ? undefined : owner });
    }
    return next;
  };
  /** The feed of a scalar; there is one for each learning rate factor of the nodes. */
  const scalarOf = (name: string, factor: number): string => {
    const feed = factor === 1 ? `optimizer/${name}` : `optimizer/${name}*${factor}`;
    if (!scalars.has(feed)) {
      const compute = rule.scalars(params)[name];
      if (!compute) throw new Error(`${type} has no scalar ${name}`);
      scalars.set(feed, { feed, at: (step, learningRate) => compute(learningRate * factor, step) });
    }
    return feed;
  };

  const gradients = clip(builder, clipping, weights);
  const updated = rule.together
    ? applyTogether(builder, weights, gradients, (weight, gradient) =>
        apply("optimizer", weight, gradient, {}),
      )
    : weights.map(({ name, value, settings }, i) => apply(name, value, at(gradients, i), settings));
  const next = updated.map((value, i) => clipWeight(builder, value, at(weights, i).settings.weightClip));
  weights.forEach(({ name }, i) => builder.update(name, at(next, i)));
  return { next, scalars: [...scalars.values()], initialState, optimizerState };
}

function clip(
  { b }: ProgramBuilder,
  clipping: TypedValue | undefined,
  weights: readonly TrainedWeight[],
): readonly Value[] {
  if (!clipping) return weights.map(({ gradient }) => gradient);
  const found = clippings.get(clipping.type);
  if (!found) throw new Error(`no clipping called ${clipping.type}`);
  return found.clip(b, { limit: Number(clipping.limit) }, weights);
}

/** Weight clipping, which bounds how steep a critic can be: Arjovsky et al., "Wasserstein GAN" (2017), algorithm 1. */
function clipWeight({ b }: ProgramBuilder, weight: Value, limit: number | undefined): Value {
  return limit === undefined ? weight : clampMax(b, clampMin(b, weight, -limit), limit);
}

/** Concatenates all weights into one vector, applies the rule to it, and splits the result again. */
function applyTogether(
  { b }: ProgramBuilder,
  weights: readonly TrainedWeight[],
  gradients: readonly Value[],
  apply: (weight: Value, gradient: Value) => Value,
): Value[] {
  if (weights.length === 0) return [];
  const joined = (values: readonly Value[]) =>
    b.concat(
      values.map((value) => b.reshape(value, { shape: [sizeOf(value.type.shape)] })),
      { axis: 0 },
    );
  const next = apply(joined(weights.map(({ value }) => value)), joined(gradients));
  let start = 0;
  return weights.map(({ value }) => {
    const { shape } = value.type;
    const part = b.slice(next, { starts: [start], ends: [start + sizeOf(shape)] });
    start += sizeOf(shape);
    return b.reshape(part, { shape });
  });
}

function unknown({ type }: Optimizer, name: string): never {
  throw new Error(`${type} declares no state called ${name}`);
}
