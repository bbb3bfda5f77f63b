import type { Reference } from "../parameters/reference";
import type { Parameters, Values } from "../parameters/parameter";
import type { Builder, Value } from "../ops/operation";

export interface UpdateContext<P extends Parameters> {
  readonly b: Builder;
  readonly params: Values<P>;
  /** One weight; for a rule over all weights (`together`), all of them concatenated as one vector. */
  readonly weight: Value;
  /** In the weight's shape. */
  readonly gradient: Value;
  /** A number computed on the host for each step: see `scalars`. */
  readonly scalar: (name: string) => Value;
  /** The optimizer's state, as declared by `state`. */
  readonly state: (name: string) => Value;
}

/** The updated weight and state. */
export interface Update {
  readonly weight: Value;
  readonly state: Readonly<Record<string, Value>>;
}

/** A tensor of optimizer state, and its initial value. */
export interface OptimizerState {
  readonly shape: readonly number[];
  readonly start: number;
}

/** A number for one step, given the step's learning rate and its number, counted from 1. */
export type StepNumber = (learningRate: number, step: number) => number;

/** An update rule, written once as IR and applied to every weight separately, or to all of them together. */
export interface Optimizer<P extends Parameters = Parameters> {
  /** PyTorch's name, or Keras's if PyTorch has no such optimizer. */
  readonly type: string;
  /** One sentence, translated when shown. */
  readonly summary: string;
  /** What its reference page contains beyond this record. */
  readonly reference: Pick<Reference, "formula" | "sources">;
  /** PyTorch's names in camelCase; every optimizer has `learningRate`. */
  readonly params: P;
  /** Treats all trained weights as one vector: for rules that need products over the whole model. */
  readonly together?: boolean;
  /** The state for a weight of a shape, by PyTorch's names. */
  readonly state: (params: Values<P>, shape: readonly number[]) => Readonly<Record<string, OptimizerState>>;
  /**
   * Numbers shared by all weights in a step, computed in float64 on the host, because 1 − β^step loses most of its
   * digits in float32. They depend only on the parameters, the learning rate and the step, so that a resumed run gets
   * the same values; a function may cache intermediate results.
   */
  readonly scalars: (params: Values<P>) => Readonly<Record<string, StepNumber>>;
  readonly update: (context: UpdateContext<P>) => Update;
}

export function defineOptimizer<const P extends Parameters>(optimizer: Optimizer<P>): Optimizer {
  return optimizer as unknown as Optimizer;
}

/** State of the weight's shape that starts at 0. */
export function zeros(shape: readonly number[]): OptimizerState {
  return { shape, start: 0 };
}
