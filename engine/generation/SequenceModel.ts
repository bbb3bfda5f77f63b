import type { NodePort } from "../compiler/predictionStep";
import type { SafeTensor } from "../interop/safetensors";
import type { GraphType } from "../tensor/graphType";
import type { Path } from "../tensor/path";

/** A port of a model in use. */
export interface ModelPort extends NodePort {
  /** `digits.image`, `generator/out.output` */
  readonly path: Path;
  readonly type: GraphType;
  /** The names of the classes whose indices or scores it has, if the data name them. */
  readonly classNames?: readonly string[];
}

export interface ModelOutput extends ModelPort {
  /** What a loss compares it with: one of several classes for each position, or an answer of yes or no for each number. */
  readonly reads?: "classes" | "binary";
}

export interface ReadOptions {
  /** Of the random numbers that the model draws. */
  readonly seed?: number;
  /** For a model that carries its state: a batch of a stream, of one sample. */
  readonly stream?: {
    /** Whether it continues the batch before, rather than begin a stream. */
    readonly continues: boolean;
    /** Whether the next batch continues this one; otherwise the state stays as it was. */
    readonly advances: boolean;
  };
}

/** A model that reads sequences, as far as it must be known to continue them. */
export interface SequenceModel {
  /** What it is given. */
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelOutput[];
  /** Whether it carries its state from batch to batch. */
  readonly carries: boolean;
  /**
   * Predicts for what is given, by path: of each output, the logarithms of its classes' probabilities, [1, positions,
   * classes], if it reads classes.
   */
  readonly predict: (
    given: ReadonlyMap<string, SafeTensor>,
    options: ReadOptions,
  ) => Promise<readonly { readonly output: Pick<ModelOutput, "path">; readonly read?: SafeTensor }[]>;
}
