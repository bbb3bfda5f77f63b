import type { Parameters, Values } from "../parameters/parameter";
import type { Draws, FloatArray } from "./draws";

export interface SampleContext<P extends Parameters> {
  readonly params: Values<P>;
  readonly shape: readonly number[];
  /** Random numbers for this weight alone. */
  readonly draws: Draws;
  /** The weight's values in row-major order, initially 0. */
  readonly values: FloatArray;
}

/** An initialiser. Computed on the host in float64, so that it is the same on every device. */
export interface InitializerRule<P extends Parameters = Parameters> {
  /** PyTorch's name in camelCase, without the underscore. */
  readonly type: string;
  /** One sentence, translated when shown. */
  readonly summary: string;
  readonly params: P;
  /** The minimum number of axes of a weight; none by default. */
  readonly axes?: number;
  /** What is wrong with a combination of parameters; undefined if nothing is. */
  readonly wrong?: (params: Values<P>) => string | undefined;
  readonly reference: {
    /** The distribution or the entries as LaTeX. */
    readonly formula: string;
    readonly sources: readonly string[];
  };
  /** Bytes per value needed during sampling, besides `values`; none by default. */
  readonly scratch?: number;
  /** Fills `values`. */
  readonly sample: (context: SampleContext<P>) => void;
}

/**
 * Checks an initialiser's record against its own parameters, then erases their types: the registry holds
 * `InitializerRule`s.
 */
export function defineInitializer<const P extends Parameters>(rule: InitializerRule<P>): InitializerRule {
  return rule as unknown as InitializerRule;
}
