import type { Reference } from "../parameters/reference";
import type { GraphType } from "../tensor/graphType";
import type { DatasetFacts } from "../data/catalog/facts";
import type { Builder, Value } from "../ops/operation";
import type { Domain } from "./domain";
import type { Initializer } from "./initializer";
import type { Moves } from "./moves";
import type { Parameters, Values } from "../parameters/parameter";
import type { Range } from "./range";

/** The palette's groups, in its order. Each is a folder here and has a colour on the canvas. */
export const categories = [
  "data",
  "core",
  "convolution",
  "pooling",
  "recurrent",
  "attention",
  "activation",
  "normalisation",
  "regularisation",
  "structure",
  "loss",
] as const;
export type Category = (typeof categories)[number];

export interface Port {
  readonly name: string;
  /** Translated when shown. */
  readonly help?: string;
  /** The accepted dtype: float32 by default. */
  readonly dtype?: "float32" | "int32" | "any";
  /** Takes any number of wires, in the document's order. */
  readonly many?: boolean;
  /**
   * An input that need not be connected, or an output that is not a result of the exported model if it is unconnected.
   */
  readonly optional?: boolean;
  /**
   * `target`: a given value, not a prediction; a loss compares its predictions with it or uses it to interpret them.
   */
  readonly role?: "target";
}

/** A weight or buffer of a node: trained, or (`trainable: false`) only stored, such as running statistics. */
export interface Weight {
  readonly shape: readonly number[];
  readonly init: Initializer;
  readonly trainable: boolean;
}

export interface InferContext<P extends Parameters> {
  readonly params: Values<P>;
  /** The types at each connected input; `many` ports may have several. */
  readonly inputs: Readonly<Record<string, readonly GraphType[]>>;
  /** The type at an input that takes one wire; throws for one that is not connected. */
  readonly input: (port: string) => GraphType;
  /** For a Dataset node, if known. */
  readonly facts: DatasetFacts | undefined;
}

export interface MovesContext<P extends Parameters> extends InferContext<P> {
  /** The type on one wire. */
  readonly arriving: GraphType;
  /** The type of the first output. */
  readonly made: GraphType;
}

export interface RangeContext<P extends Parameters> extends InferContext<P> {
  readonly node: string;
  readonly outputs: Readonly<Record<string, GraphType>>;
  /** The range of the values at an input; if it has several wires, the first one's. */
  readonly range: (port: string) => Range;
  /** The ranges of the values on each wire of an input. */
  readonly ranges: (port: string) => readonly Range[];
}

export interface LowerContext<P extends Parameters> {
  readonly b: Builder;
  readonly params: Values<P>;
  readonly inputs: Readonly<Record<string, readonly Value[]>>;
  readonly input: (port: string) => Value;
  /** The graph's types, which show whether a tensor has a batch axis. */
  readonly types: Readonly<Record<string, readonly GraphType[]>>;
  /**
   * Whether the data and the preceding layers guarantee that an input's values are in its domain, so that they need not
   * be checked.
   */
  readonly vouched: (port: string) => boolean;
  /** The number of samples that "N" stands for. */
  readonly batchSize: number;
  readonly weight: (name: string) => Value;
  /** Whether this pass trains (dropout drops) or evaluates. */
  readonly training: boolean;
  /** Uniform random numbers in [0, 1), new at every step: Philox keyed by seed, step and this node. */
  readonly uniform: (shape: readonly number[]) => Value;
  /**
   * The state that this node left with `carry` in the batch before, as a value without a gradient: zeros in the first
   * batch of an epoch. Undefined if nothing is carried in this Program, which is for a single batch.
   */
  readonly carried: (state: string, shape: readonly number[]) => Value | undefined;
  /** Leaves a state for the next batch; only one that was asked for with `carried`. */
  readonly carry: (state: string, value: Value) => void;
  /** Replaces the value of a buffer (a weight that is not trained) after this step. */
  readonly update: (name: string, value: Value) => void;
}

/**
 * A loss's predictions, in the forms that metrics need. A metric uses the form it supports and does not apply to a loss
 * without it. Rows are predicted one by one: samples, or positions of a sample in time or space.
 */
export interface Predictions {
  /** One of several classes per row. */
  readonly classes: {
    /** float32 [rows, classes]; larger is preferred. */
    readonly scores: Value;
    /** float32 [rows, classes]; logarithms of probabilities that add up to 1. */
    readonly logProbabilities: Value;
    /** int32 [rows]; any number where a row is ignored. */
    readonly target: Value;
    /** float32 [rows]; 1, or 0 for a row that is ignored. */
    readonly counted: Value;
  };
  /** Independent yes or no answers. */
  readonly binary: {
    /** float32 of any shape, in [0, 1]. */
    readonly probability: Value;
    /** float32 of the same shape, 0 or 1. */
    readonly target: Value;
  };
  /** Predicted and true numbers, in equal shapes. */
  readonly values: { readonly predicted: Value; readonly target: Value };
}

/**
 * A loss in a form that adds up over batches: the loss of several batches is the total of their sums over the total of
 * their counts, the same as for one batch of all their rows.
 */
export interface Loss {
  /** Scalar: the sum of all rows' losses, each times its weight. */
  readonly sum: Value;
  /**
   * What the sum is divided by: the number or the total weight of the rows that count; a scalar Value if it depends on
   * the batch. 0 if no row counts, and the loss is undefined. "none": the sum itself is the loss (PyTorch's reduction
   * "sum").
   */
  readonly count: Value | number | "none";
}

/**
 * A layer type. The palette entry, the inspector's form, the JSON Schema, shape inference and the IR are derived from
 * this record; nothing else in the repository names the layer.
 */
export interface Layer<P extends Parameters = Parameters> {
  /** PyTorch's name, if it has the layer. */
  readonly type: string;
  readonly category: Category;
  /** One sentence, translated when shown. */
  readonly summary: string;
  /** Other names to search for, not shown: "dense" for Linear. Their translations are searched too. */
  readonly keywords?: readonly string[];
  readonly reference: Reference;
  /** PyTorch's names in camelCase. */
  readonly params: P;
  /** Further parameters, which depend on what is written: a Dataset's depend on its source. */
  readonly furtherParams?: (written: Readonly<Record<string, unknown>>) => Parameters;
  readonly inputs: readonly Port[];
  /** A Dataset's depend on its source. */
  readonly outputs:
    | readonly Port[]
    | ((params: Readonly<Record<string, unknown>>, facts: DatasetFacts | undefined) => readonly Port[]);
  /** Throws a LayerProblem for inputs or parameters that do not fit. */
  readonly infer: (context: InferContext<P>) => Readonly<Record<string, GraphType>>;
  /**
   * The values that inputs accept, if not any number: a loss's targets, indices. Others are rejected, in the data
   * before training, or in the first step.
   */
  readonly domains?: (context: InferContext<P>) => Readonly<Record<string, Domain>>;
  /** The ranges of the outputs, given those of the inputs; an output without one may have any values. */
  readonly ranges?: (context: RangeContext<P>) => Readonly<Record<string, Range>>;
  readonly weights?: (context: InferContext<P>) => Readonly<Record<string, Weight>>;
  /** Multiply-adds for one sample, forward pass; none by default. */
  readonly multiplyAdds?: (
    context: InferContext<P> & { readonly outputs: Readonly<Record<string, GraphType>> },
  ) => number;
  /** Values per sample saved for the backward pass besides the outputs, for the memory estimate; none by default. */
  readonly saves?: (context: InferContext<P>) => number;
  /**
   * How the axes of the outputs move along those of an input, for receptive fields. If absent, activations, normalisations
   * and regularisations see the same places, and other layers see all of their inputs from everywhere.
   */
  readonly moves?: (context: MovesContext<P>) => Moves;
  /**
   * The axis of the outputs' units: "features" is the last one, "channels" the one after the batch. If absent, it is
   * the input's, unless `infer` sets it.
   */
  readonly units?: "features" | "channels";
  /**
   * The kind of outputs, if it affects their treatment: activations, which may be dead or saturated; normalised values,
   * whose units are those of the layer before; the states of a recurrence, whose gradient passes through every step; a loss.
   */
  readonly gives?: "activation" | "normalised" | "states" | "loss";
  /** The scalar output that training minimises, if any. */
  readonly objective?: string;
  /** For a loss: its predictions, for metrics. */
  readonly predictions?: { readonly [K in keyof Predictions]?: (context: LowerContext<P>) => Predictions[K] };
  /** For attention: the weights of each head, [N, heads, queries, keys], or without heads [N, queries, keys]. */
  readonly attention?: (context: LowerContext<P>) => Value;
  /** Example values for required parameters, used for a new node. */
  readonly fresh?: Readonly<Record<string, unknown>>;
  /** A Value for each output, the objective as a Loss. Absent for nodes that are fed: `Dataset` and `Input`. */
  readonly lower?: (context: LowerContext<P>) => Readonly<Record<string, Value | Loss>>;
}

/** A layer without an objective. */
type PlainLayer<P extends Parameters> = Omit<Layer<P>, "category" | "objective" | "lower"> & {
  readonly category: Exclude<Category, "loss">;
  readonly objective?: undefined;
  readonly lower?: (context: LowerContext<P>) => Readonly<Record<string, Value>>;
};

/** A layer with an objective, whose loss must add up over batches. */
type MinimisedLayer<P extends Parameters, Objective extends string> = Omit<
  Layer<P>,
  "objective" | "lower"
> & {
  readonly objective: Objective;
  readonly lower: (
    context: LowerContext<P>,
  ) => Readonly<Record<Objective, Loss>> & Readonly<Record<string, Value | Loss>>;
};

/** Checks a layer's record against its own parameters, then erases their types: the registry holds `Layer`s. */
export function defineLayer<const P extends Parameters>(layer: PlainLayer<P>): Layer {
  return layer as unknown as Layer;
}

/** Like `defineLayer`, for a layer with an output that training minimises. */
export function defineMinimised<const P extends Parameters, const Objective extends string>(
  layer: MinimisedLayer<P, Objective>,
): Layer {
  return layer as unknown as Layer;
}
