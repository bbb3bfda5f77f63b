import type { Kind } from "../fixtures/numbers";
import type { Random } from "./Random";

/** An input of a layer, with a batch's size. */
export interface Wanted {
  readonly shape: readonly number[];
  /** By the layer's ports. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly size: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly whole: boolean;
  readonly random: Random;
}

type KindOf = (wanted: Wanted) => Kind | undefined;

/**
 * What an input must hold for its layer to have an answer, by `Type.port`; undefined where nothing fits. Other inputs may
 * hold anything.
 */
export const kindOfInput: ReadonlyMap<string, KindOf> = new Map<string, KindOf>([
  ["BCELoss.input", probability],
  ["BCELoss.target", probability],
  ["BCEWithLogitsLoss.target", ({ random }) => random.one(["binary", "positive"])],
  ["SigmoidFocalLoss.target", ({ random }) => random.one(["binary", "positive"])],
  ["DiceLoss.target", ({ random }) => random.one(["binary", "positive"])],
  [
    "KLDivLoss.target",
    ({ params, random }) => (params.logTarget ? "float" : random.one(["positive", "binary"])),
  ],
  [
    "PoissonNLLLoss.input",
    ({ params, random }) => (params.logInput === false ? "positive" : random.one(["float"])),
  ],
  ["PoissonNLLLoss.target", ({ size, random }) => list(size, () => random.below(4))],
  ["GaussianNLLLoss.var", ({ random }) => random.one(["positive", "binary"])],
  ["HingeLoss.target", ({ size, random }) => list(size, () => random.one([0, 1, -1]))],
  ["WassersteinLoss.target", signs],
  ["HingeEmbeddingLoss.target", signs],
  ["MarginRankingLoss.target", signs],
  ["CosineEmbeddingLoss.target", signs],
  ["Divide.other", ({ random }) => random.one(["positive", "float"])],
  ["Log.input", () => "positive"],
  ["Sqrt.input", () => "positive"],
  [
    "Power.input",
    ({ params, random }) => (Number.isInteger(params.exponent) && random.chance(0.5) ? "float" : "positive"),
  ],
  ["LPPool1d.input", power],
  ["LPPool2d.input", power],
  ["CrossEntropyLoss.target", (wanted) => (wanted.whole ? classes(wanted) : "positive")],
  ["NLLLoss.target", classes],
  ["FocalLoss.target", classes],
  ["MultiMarginLoss.target", ({ shapes }) => below(shapes.input?.[1])],
  ["Embedding.input", ({ params }) => below(Number(params.numEmbeddings))],
  ["OneHot.input", ({ params }) => below(Number(params.numClasses))],
  [
    "Gather.index",
    ({ shapes, params }) => {
      const input = shapes.input ?? [];
      const dim = Number(params.dim ?? 1);
      return below(input[dim < 0 ? dim + input.length : dim]);
    },
  ],
  ["Where.condition", ({ whole, size, random }) => (whole ? 3 : list(size, () => random.one([0, 1, -0.5])))],
  [
    "CTCLoss.target",
    ({ size, shapes, params, random }) => {
      const others = symbols(shapes.input?.[2] ?? 0, Number(params.blank ?? 0));
      return others.length > 0 ? list(size, () => random.one(others)) : undefined;
    },
  ],
  [
    "CTCLoss.inputLengths",
    ({ size, shapes, random }) => list(size, () => 1 + random.below(shapes.input?.[1] ?? 1)),
  ],
  [
    "CTCLoss.targetLengths",
    ({ size, shapes, random }) => list(size, () => random.below(1 + (shapes.target?.[1] ?? 0))),
  ],
  ["RNN.mask", steps],
  ["LSTM.mask", steps],
  ["GRU.mask", steps],
  ["MultiheadAttention.keyPaddingMask", padding],
  ["MultiheadAttention.attnMask", padding],
  // Also where a query may look at nothing.
  ["ScaledDotProductAttention.mask", ({ size, random }) => list(size, () => random.one([0, 1, 1, 2]))],
]);

function list(size: number, draw: () => number): number[] {
  return Array.from({ length: size }, draw);
}

function below(bound: number | undefined): Kind | undefined {
  return bound && bound > 0 ? bound : undefined;
}

/** Including 0 and 1. */
function probability({ size, random }: Wanted): Kind {
  if (random.chance(0.5)) return random.one(["binary", "positive"]);
  return list(size, () => random.one([0, 0.25, 0.5, 1]));
}

function signs({ size, random }: Wanted): Kind {
  return list(size, () => random.one([1, -1]));
}

/** A power that is not even has no slope of its own at 0 and below. */
function power({ params, size, random }: Wanted): Kind {
  if (Number(params.normType ?? 2) % 2 !== 0) return "positive";
  return random.chance(0.5) ? "float" : list(size, () => random.below(4) / 2);
}

/** Class numbers, some of them ignored. */
function classes({ shapes, params, size, random }: Wanted): Kind | undefined {
  const input = shapes.input ?? [];
  const dim = Number(params.dim ?? 1);
  const count = input[dim < 0 ? dim + input.length : dim] ?? 0;
  if (count < 1) return undefined;
  if (random.chance(0.5)) return count;
  const ignored = Number(params.ignoreIndex ?? -100);
  return list(size, () => (random.chance(0.25) ? ignored : random.below(count)));
}

function symbols(count: number, blank: number): number[] {
  return Array.from({ length: count }, (_, symbol) => symbol).filter((symbol) => symbol !== blank);
}

/** Sequences with padding at their ends. */
function steps({ shape, random }: Wanted): Kind {
  const [size = 1, time = 1] = shape;
  return Array.from({ length: size }, () => 1 + random.below(time)).flatMap((length) =>
    Array.from({ length: time }, (_, step) => (step < length ? 1 : 0)),
  );
}

/** The first of each row is none: where nothing is left to look at, PyTorch's result is not a number. */
function padding({ size, shape, random }: Wanted): Kind {
  const row = shape.at(-1) ?? 1;
  return list(size, () => (random.chance(0.3) ? 1 : 0)).map((value, i) => (i % row === 0 ? 0 : value));
}
