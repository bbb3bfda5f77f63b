import type { Reference } from "../parameters/reference";
import type { GraphType } from "../tensor/graphType";
import type { DatasetFacts } from "../data/catalog/facts";
import type { Builder, Value } from "../ops/operation";
import type { ScanInputs, ScanStep } from "../ops/scan";
import type { Domain } from "./domain";
import type { Initializer } from "./initializer";
import type { Parameters, Values } from "../parameters/parameter";
import type { Range } from "./range";

/** The palette's groups, in its order: each is a folder here and has its colour on the canvas. */
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
  /** What may arrive: float32 by default. */
  readonly dtype?: "float32" | "int32" | "any";
  /** Takes any number of wires, in the document's order. */
  readonly many?: boolean;
  /** An input that may stay unconnected; an output that is no result of a finished model where it is unconnected. */
  readonly optional?: boolean;
  /** `target`: what arrives is given, not predicted; a loss compares its predictions with it, or reads them by it. */
  readonly role?: "target";
}

/** A tensor that a node keeps: trained, or (`trainable: false`) only kept, such as running statistics. */
export interface Weight {
  readonly shape: readonly number[];
  readonly init: Initializer;
  readonly trainable: boolean;
}

export interface InferContext<P extends Parameters> {
  readonly params: Values<P>;
  /** What arrives at each connected input; `many` ports may have several. */
  readonly inputs: Readonly<Record<string, readonly GraphType[]>>;
  /** The type at an input that takes one wire; throws for one that is not connected. */
  readonly input: (port: string) => GraphType;
  /** Of a Dataset node, where known. */
  readonly facts: DatasetFacts | undefined;
}

export interface RangeContext<P extends Parameters> extends InferContext<P> {
  readonly node: string;
  readonly outputs: Readonly<Record<string, GraphType>>;
  /** Where the numbers lie that arrive at an input; of several wires the first one's. */
  readonly range: (port: string) => Range;
  /** Where those of each wire of an input lie. */
  readonly ranges: (port: string) => readonly Range[];
}

/** What a recurrent layer computes in each step; the gates of PyTorch's layer of that name. */
export type RecurrentKind =
  { readonly type: "LSTM" | "GRU" } | { readonly type: "RNN"; readonly activation: "Tanh" | "Relu" };

/** One recurrent layer, forward or in both directions. */
export interface RecurrentCall {
  readonly kind: RecurrentKind;
  /** [N, time, features] */
  readonly sequence: Value;
  /** In PyTorch's layouts: [gates·hidden, features], [gates·hidden, hidden], and twice [gates·hidden] or nothing. */
  readonly directions: readonly {
    readonly weights: readonly [Value, Value];
    readonly biases: readonly [Value, Value] | undefined;
  }[];
  /** The states [N, directions, hidden] before the first step, of an LSTM two; without them they are 0. */
  readonly first: readonly (Value | undefined)[];
}

export interface RecurrentResult {
  /** [N, time, directions·hidden] */
  readonly output: Value;
  /** The states after the last step, as those before the first. */
  readonly states: readonly Value[];
}

export interface LowerContext<P extends Parameters> {
  readonly b: Builder;
  readonly params: Values<P>;
  readonly inputs: Readonly<Record<string, readonly Value[]>>;
  readonly input: (port: string) => Value;
  /** What arrives, as the graph knows it: whether a tensor has a batch axis at all. */
  readonly types: Readonly<Record<string, readonly GraphType[]>>;
  /** Whether the data and the layers before promise that an input's numbers are in its domain, which saves looking. */
  readonly vouched: (port: string) => boolean;
  /** How many samples "N" stands for. */
  readonly batchSize: number;
  readonly weight: (name: string) => Value;
  /** Whether this pass trains (dropout drops) or evaluates. */
  readonly training: boolean;
  /** Uniform random numbers in [0, 1), new at every step: Philox keyed by seed, step and this node. */
  readonly uniform: (shape: readonly number[]) => Value;
  /** Repeats a step along sequences [T, …] as one instruction; gives the states after every row, [T, …] each. */
  readonly scan: (
    inputs: ScanInputs,
    step: (b: Builder, given: ScanStep) => readonly Value[],
  ) => readonly Value[];
  /** There only where a recurrent layer is left whole, for a format that has it; else the Program computes its steps. */
  readonly recurrent?: (layer: RecurrentCall) => RecurrentResult;
  /** Replaces a kept (not trained) weight after this step. */
  readonly update: (name: string, value: Value) => void;
}

/**
 * What a loss may say about predictions. A metric takes the kind that it can use and does not apply to a loss without
 * one. Rows are what is predicted one by one: samples, or a sample's places in time or space.
 */
export interface Judgement {
  /** One of several classes for each row. */
  readonly classes: {
    /** float32 [rows, classes]; larger is preferred. */
    readonly scores: Value;
    /** float32 [rows, classes]; the logarithms of probabilities that add up to 1. */
    readonly logProbabilities: Value;
    /** int32 [rows]; where a row is not counted, any number. */
    readonly target: Value;
    /** float32 [rows]; 1, or 0 for a row that is ignored. */
    readonly counted: Value;
  };
  /** Yes or no, each for itself. */
  readonly binary: {
    /** float32 of any shape, in [0, 1]. */
    readonly probability: Value;
    /** float32 of the same shape, 0 or 1. */
    readonly target: Value;
  };
  /** Numbers that should be equal, of one shape. */
  readonly values: { readonly predicted: Value; readonly target: Value };
}

/**
 * A loss in the form in which batches add up: that of several batches is their sums together over their counts together,
 * as one batch of all their rows would have given.
 */
export interface Loss {
  /** Scalar: the losses of all rows, each times its weight. */
  readonly sum: Value;
  /**
   * What the sum is divided by: the number or the weights of the rows that count, a scalar where only the batch tells.
   * 0: no row counts, and the loss is not defined. "none": the sum itself is the loss (PyTorch's reduction "sum").
   */
  readonly count: Value | number | "none";
}

/**
 * A layer type that a person can place. From this one record come the palette entry, the inspector's form, the JSON
 * Schema, shape inference and the IR; nothing else in the repository names the layer.
 */
export interface Layer<P extends Parameters = Parameters> {
  /** PyTorch's name where it has the layer. */
  readonly type: string;
  readonly category: Category;
  /** One sentence, translated when shown. */
  readonly summary: string;
  /** Other names that people search for, not shown: "dense" for Linear. Translated, they are searched as well. */
  readonly keywords?: readonly string[];
  readonly reference: Reference;
  /** PyTorch's names in camelCase. */
  readonly params: P;
  /** Parameters beside those, which depend on what is written: a Dataset's depend on its source. */
  readonly furtherParams?: (written: Readonly<Record<string, unknown>>) => Parameters;
  readonly inputs: readonly Port[];
  /** A Dataset's depend on its source. */
  readonly outputs:
    | readonly Port[]
    | ((params: Readonly<Record<string, unknown>>, facts: DatasetFacts | undefined) => readonly Port[]);
  /** Throws a LayerProblem for inputs or parameters that do not fit. */
  readonly infer: (context: InferContext<P>) => Readonly<Record<string, GraphType>>;
  /**
   * The values that inputs take, where not any number is: a loss's targets, indices. Others are refused, in the data
   * before training, and in the first step.
   */
  readonly domains?: (context: InferContext<P>) => Readonly<Record<string, Domain>>;
  /** Where the outputs' numbers lie, by what arrives; for those that are not said nothing is known. */
  readonly ranges?: (context: RangeContext<P>) => Readonly<Record<string, Range>>;
  readonly weights?: (context: InferContext<P>) => Readonly<Record<string, Weight>>;
  /** Multiply-adds for one sample, forward; none by default. */
  readonly multiplyAdds?: (
    context: InferContext<P> & { readonly outputs: Readonly<Record<string, GraphType>> },
  ) => number;
  /** Numbers of one sample that wait for the backward pass beside the outputs, in the estimate of memory; none by default. */
  readonly saves?: (context: InferContext<P>) => number;
  /**
   * Along which axis of the outputs their units lie: features on the last one, channels behind the batch. Not said: where they
   * lie in what arrives, unless `infer` says so.
   */
  readonly units?: "features" | "channels";
  /**
   * What the outputs are, where that decides what is made of them: an activation's, which may be dead or saturated; those of a
   * normalisation, whose units are those of the layer before; a loss.
   */
  readonly gives?: "activation" | "normalised" | "loss";
  /** The scalar output that training minimises, where the layer has one. */
  readonly objective?: string;
  /** A loss: how its predictions are judged, for metrics. */
  readonly judge?: { readonly [K in keyof Judgement]?: (context: LowerContext<P>) => Judgement[K] };
  /** For learning by example: parameters for a freshly placed node that have no default. */
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

/** A layer with an objective, which must say how its loss adds up over batches. */
type MinimisedLayer<P extends Parameters, Objective extends string> = Omit<
  Layer<P>,
  "objective" | "lower"
> & {
  readonly objective: Objective;
  readonly lower: (
    context: LowerContext<P>,
  ) => Readonly<Record<Objective, Loss>> & Readonly<Record<string, Value | Loss>>;
};

/** Checks a layer's record against its own parameters, then forgets their types: the registry holds `Layer`s. */
export function defineLayer<const P extends Parameters>(layer: PlainLayer<P>): Layer {
  return layer as unknown as Layer;
}

/** As `defineLayer`, for a layer of which training minimises an output. */
export function defineMinimised<const P extends Parameters, const Objective extends string>(
  layer: MinimisedLayer<P, Objective>,
): Layer {
  return layer as unknown as Layer;
}
