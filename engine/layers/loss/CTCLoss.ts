import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { IMPOSSIBLE } from "../../ops/ctcPaths";
import { timesTransposed } from "../../ops/matmul";
import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { classNumbers, logProbabilities } from "../functional/domains";
import { expectSequence } from "../functional/expect";
import { defineLoss, expectOnePerSample, reduction, scalar } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { boolean, integer } from "../../parameters/parameter";
import { atLeast } from "../range";

/**
 * Graves et al. (2006): minus the log-probability of all paths that read as the target, by dynamic programming in log
 * space, step by step.
 * https://pytorch.org/docs/stable/generated/torch.nn.CTCLoss.html, but batch first: [N, T, C] where PyTorch has [T, N,
 * C]. The gradient with respect to the log-probabilities is the formula's; PyTorch's already includes a LogSoftmax
 * before it, which makes no difference for anything before that LogSoftmax.
 */
export const CTCLoss = defineLoss({
  type: "CTCLoss",
  summary: "For transcribing a sequence without aligned symbols, such as speech: sums over all alignments.",
  keywords: ["connectionist temporal classification"],
  reference: {
    formula: String.raw`\begin{gathered} \ell_n = -\log \sum_{\pi \in \mathcal B^{-1}(y_n)} \prod_{t=1}^{T_n} e^{x_{n,t,\pi_t}} \\ \text{where } \mathcal B \text{ joins repeated symbols and then drops blanks} \\ L = \frac1N \sum_n \frac{\ell_n}{\max(1, S_n)} \text{ or } \sum_n \ell_n \end{gathered}`,
    gradient: String.raw`\begin{gathered} \frac{\partial \ell_n}{\partial x_{n,t,c}} = -P(\pi_t = c \mid \mathcal B(\pi) = y_n) \\ \text{and } e^{x_{n,t,c}} - P(\pi_t = c \mid \mathcal B(\pi) = y_n) \text{ for the scores before a LogSoftmax} \end{gathered}`,
    shapes:
      "input [N, T, C] (log-probabilities, batch first), target int32 [N, S], inputLengths int32 [N], targetLengths int32 [N], output []",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.CTCLoss.html",
      "Graves et al.: Connectionist Temporal Classification (ICML 2006)",
    ],
  },
  params: {
    blank: integer({ default: 0, minimum: 0, help: "The class that means no symbol." }),
    zeroInfinity: boolean({
      default: false,
      help: "Ignores samples whose target is too long for their time steps, instead of returning infinity.",
    }),
    reduction,
  },
  inputs: [
    { name: "input", help: "Log-probabilities, time×classes, after LogSoftmax." },
    { name: "target", role: "target", dtype: "int32", help: "The symbols, padded at the end." },
    {
      name: "inputLengths",
      role: "target",
      dtype: "int32",
      optional: true,
      help: "Number of time steps in each sample, at least 1; all by default.",
    },
    {
      name: "targetLengths",
      role: "target",
      dtype: "int32",
      optional: true,
      help: "Number of symbols in each sample; all by default.",
    },
  ],
  infer: ({ params, inputs, input }) => {
    const [, classes] = expectSequence(input("input"));
    const target = input("target");
    if (target.shape.length !== 2) {
      throw new LayerProblem(
        "shape-mismatch",
        t("needs one row of symbols per sample but gets {0}", showShape(target)),
        { port: "target" },
      );
    }
    if (params.blank >= classes) {
      throw new LayerProblem(
        "class-out-of-range",
        t("blank {0} is not a class: there are {1}, counted from 0", params.blank, classes),
        { param: "blank" },
      );
    }
    for (const port of ["inputLengths", "targetLengths"] as const) {
      const lengths: GraphType | undefined = inputs[port]?.[0];
      if (lengths) expectOnePerSample(lengths, ["N"], port);
    }
    return { output: scalar };
  },
  domains: ({ input, inputs }) => {
    const [time, classes] = expectSequence(input("input"));
    const symbols = Number(input("target").shape[1]);
    return {
      input: logProbabilities(t("These are not log-probabilities: put a LogSoftmax before the loss.")),
      // Symbols beyond a target's length may have any value.
      ...(!inputs.targetLengths?.[0] && { target: classNumbers(classes) }),
      inputLengths: { ...lengths, low: 1, high: time },
      targetLengths: { ...lengths, low: 0, high: symbols },
    };
  },
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params, inputs, input, types, vouched }) => {
    const target = input("target");
    const symbols = at(target.type.shape, 1);
    const targetLengths = inputs.targetLengths?.[0];
    const losses = pathLosses(
      b,
      input("input"),
      target,
      params.blank,
      inputs.inputLengths?.[0],
      targetLengths,
    );
    const impossible = b.greater(losses, -IMPOSSIBLE / 2);
    const possible = b.where(impossible, params.zeroInfinity ? 0 : Infinity, losses);
    const classes = at(input("input").type.shape, 2);
    const isKnown = vouched("target") || (types.target?.[0]?.classes ?? Infinity) <= classes;
    const loss = isKnown ? possible : b.where(countUnknown(b, target, classes, targetLengths), NaN, possible);
    if (params.reduction === "sum") return reduceAll(b, loss, "sum");
    const length = targetLengths ? b.maximum(b.cast(targetLengths, { dtype: "float32" }), 1) : symbols;
    return reduceAll(b, b.div(loss, length), "mean");
  },
});

const lengths = { whole: true, advice: () => t("Lengths must not exceed the sequence.") };

/** −log of the target's probability for each sample [N]; huge if no path reads as the target. */
function pathLosses(
  b: Builder,
  input: Value,
  target: Value,
  blank: number,
  inputLengths: Value | undefined,
  targetLengths: Value | undefined,
): Value {
  const classes = at(input.type.shape, 2);
  const states = 2 * at(target.type.shape, 1) + 1;
  const extended = betweenBlanks(b, target, blank);
  // [N, T, states]: the log-probability of every state's symbol. Finite, since infinity times zero would be NaN.
  const finite = b.maximum(input, IMPOSSIBLE);
  const emissions = timesTransposed(b, finite, b.oneHot(extended, { depth: classes }));
  const place = b.iota({ shape: [1, states], axis: 1, dtype: "float32" });
  const paths = b.ctcPaths({
    emissions,
    skips: maySkip(b, extended),
    lengths: inputLengths && column(b, inputLengths),
  });
  // A path ends with the last symbol or the blank after it.
  const last = targetLengths ? b.mul(2, column(b, targetLengths)) : b.constant({ value: states - 1 });
  const ends = b.mul(b.greaterEqual(place, b.sub(last, 1)), b.sub(1, b.greater(place, last)));
  return b.neg(logSumRows(b, b.where(ends, paths, IMPOSSIBLE)));
}

/** [N, S] symbols to [N, 2S + 1] with blanks around them. */
function betweenBlanks(b: Builder, target: Value, blank: number): Value {
  const [batch, symbols] = [at(target.type.shape, 0), at(target.type.shape, 1)];
  const blanks = (shape: readonly number[]) =>
    b.broadcast(b.constant({ value: blank, dtype: "int32" }), { shape });
  const pairs = b.concat([b.reshape(target, { shape: [batch, symbols, 1] }), blanks([batch, symbols, 1])], {
    axis: 2,
  });
  return b.concat([blanks([batch, 1]), b.reshape(pairs, { shape: [batch, 2 * symbols] })], { axis: 1 });
}

/** 1 where a path may skip the blank before a state [N, states]: at a symbol that differs from the previous one. */
function maySkip(b: Builder, extended: Value): Value {
  const [batch, states] = [at(extended.type.shape, 0), at(extended.type.shape, 1)];
  if (states <= 3) return b.broadcast(b.constant({ value: 0 }), { shape: [batch, states] });
  const from = b.slice(extended, { starts: [0, 0], ends: [batch, states - 2] });
  const to = b.slice(extended, { starts: [0, 2], ends: [batch, states] });
  // Blanks are also two apart, but equal to each other.
  return b.pad(b.sub(1, b.equal(from, to)), { before: [0, 2], after: [0, 0] });
}

/** The number of each sample's counted symbols that are not valid classes [N]. */
function countUnknown(b: Builder, target: Value, classes: number, targetLengths: Value | undefined): Value {
  const { shape } = target.type;
  const over = { axes: [shape.length], keepDims: false };
  const unknown = b.sub(1, b.sum(b.oneHot(target, { depth: classes }), over));
  const place = b.iota({ shape: [1, at(shape, 1)], axis: 1, dtype: "float32" });
  const counted = targetLengths ? b.mul(unknown, b.less(place, column(b, targetLengths))) : unknown;
  return b.sum(counted, { axes: [1], keepDims: false });
}

/** int32 [N] as float32 [N, 1]. */
function column(b: Builder, lengths: Value): Value {
  return b.reshape(b.cast(lengths, { dtype: "float32" }), { shape: [at(lengths.type.shape, 0), 1] });
}

function logSumRows(b: Builder, x: Value): Value {
  const largest = b.stopGradient(b.max(x, { axes: [1], keepDims: true }));
  const sum = b.sum(b.exp(b.sub(x, largest)), { axes: [1], keepDims: false });
  return b.add(b.log(sum), b.reshape(largest, { shape: sum.type.shape }));
}
