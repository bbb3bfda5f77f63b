import type { Reference } from "../parameters/reference";
import type { Parameters, Values } from "../parameters/parameter";
import type { Builder, Value } from "../ops/operation";

export interface UpdateContext<P extends Parameters> {
  readonly b: Builder;
  readonly params: Values<P>;
  /** One weight; for a rule over all weights (`together`) their numbers one after the other, as a vector. */
  readonly weight: Value;
  /** Of the weight's shape. */
  readonly gradient: Value;
  /** A number computed on the host for each step: see `scalars`. */
  readonly scalar: (name: string) => Value;
  /** What the optimizer remembers, as `state` declares it. */
  readonly state: (name: string) => Value;
}

/** The next weight and what is remembered of it. */
export interface Update {
  readonly weight: Value;
  readonly state: Readonly<Record<string, Value>>;
}

/** A tensor that an optimizer remembers from step to step, and the number that fills it at first. */
export interface Memory {
  readonly shape: readonly number[];
  readonly start: number;
}

/** A number of one step, from the step's learning rate and its number, which counts from 1. */
export type StepNumber = (learningRate: number, step: number) => number;

/** An update rule, written as IR once and applied to every weight, or once to all of them together. */
export interface Optimizer<P extends Parameters = Parameters> {
  /** PyTorch's name; Keras's where PyTorch has no such rule. */
  readonly type: string;
  /** One sentence, translated when shown. */
  readonly summary: string;
  /** What its page in the reference says beside this record. */
  readonly reference: Pick<Reference, "formula" | "sources">;
  /** PyTorch's names in camelCase; every rule has `learningRate`. */
  readonly params: P;
  /** Takes all trained weights as one vector: for rules that need products over the whole model. */
  readonly together?: boolean;
  /** What it remembers of a weight of a shape, by PyTorch's names. */
  readonly state: (params: Values<P>, shape: readonly number[]) => Readonly<Record<string, Memory>>;
  /**
   * Numbers of a step that all weights share, computed in float64 on the host, because 1 − β^step loses most of its
   * digits in float32. They depend on nothing but the parameters, the learning rate and the step, so that a resumed run
   * has the same; a function may keep what saves it work.
   */
  readonly scalars: (params: Values<P>) => Readonly<Record<string, StepNumber>>;
  readonly update: (context: UpdateContext<P>) => Update;
}

export function defineOptimizer<const P extends Parameters>(optimizer: Optimizer<P>): Optimizer {
  return optimizer as unknown as Optimizer;
}

/** A memory of the weight's shape that starts at 0. */
export function zeros(shape: readonly number[]): Memory {
  return { shape, start: 0 };
}
