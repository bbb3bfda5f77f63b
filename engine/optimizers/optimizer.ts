import type { Parameters, Values } from "../layers/parameter";
import type { Builder, Value } from "../ops/operation";

export interface UpdateContext<P extends Parameters> {
  readonly b: Builder;
  readonly params: Values<P>;
  readonly weight: Value;
  readonly gradient: Value;
  /** A number computed on the host for each step: see `scalars`. */
  readonly scalar: (name: string) => Value;
  /** The optimizer's memory of this weight: the weight's shape, zeros at first. */
  readonly state: (name: string) => Value;
}

/** The next weight and what is remembered of it. */
export interface Update {
  readonly weight: Value;
  readonly state: Readonly<Record<string, Value>>;
}

/** An update rule, written as IR once and applied to every weight. */
export interface Optimizer<P extends Parameters = Parameters> {
  /** PyTorch's name. */
  readonly type: string;
  /** One sentence, translated when shown. */
  readonly summary: string;
  /** PyTorch's names in camelCase; every rule has `learningRate`. */
  readonly params: P;
  /** Names of what it remembers of each weight, PyTorch's. */
  readonly state: (params: Values<P>) => readonly string[];
  /**
   * Numbers of a step that all weights share, computed in float64 on the host, because 1 − β^step loses most of its
   * digits in float32. Steps count from 1.
   */
  readonly scalars: Readonly<
    Record<string, (params: Values<P>, learningRate: number, step: number) => number>
  >;
  readonly update: (context: UpdateContext<P>) => Update;
}

export function defineOptimizer<const P extends Parameters>(optimizer: Optimizer<P>): Optimizer {
  return optimizer as unknown as Optimizer;
}
