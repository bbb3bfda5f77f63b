import type { Parameters, Values } from "../parameters/parameter";
import type { Draws, FloatArray } from "./draws";

export interface SampleContext<P extends Parameters> {
  readonly params: Values<P>;
  readonly shape: readonly number[];
  /** Random numbers of this weight alone. */
  readonly draws: Draws;
  /** The weight's numbers in row-major order, all 0 so far. */
  readonly values: FloatArray;
}

/** A way to fill a weight before training. Computed on the host in float64, so it is the same on every device. */
export interface InitializerRule<P extends Parameters = Parameters> {
  /** PyTorch's name in camelCase, without the underscore. */
  readonly type: string;
  /** One sentence, translated when shown. */
  readonly summary: string;
  readonly params: P;
  /** The fewest axes a weight must have for the rule to mean something; none by default. */
  readonly axes?: number;
  /** What is wrong with parameters that do not go together; undefined where they do. */
  readonly wrong?: (params: Values<P>) => string | undefined;
  readonly reference: {
    /** The distribution or the entries as LaTeX. */
    readonly formula: string;
    readonly sources: readonly string[];
  };
  /** The bytes that each of a weight's numbers takes while it is sampled, beside `values`; none by default. */
  readonly scratch?: number;
  /** Fills `values`. */
  readonly sample: (context: SampleContext<P>) => void;
}

/** Checks a rule against its own parameters, then forgets their types: the registry holds `InitializerRule`s. */
export function defineInitializer<const P extends Parameters>(rule: InitializerRule<P>): InitializerRule {
  return rule as unknown as InitializerRule;
}
