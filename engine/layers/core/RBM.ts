import { t } from "@vscode/l10n";
import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { probabilities } from "../functional/domains";
import { expectFeatures } from "../functional/expect";
import { linear } from "../../ops/linear";
import { reduceAll } from "../functional/mean";
import { constant } from "../initializer";
import { defineMinimised, type LowerContext } from "../layer";
import { integer } from "../../parameters/parameter";
import { between } from "../range";

/**
 * A restricted Boltzmann machine with binary units, trained by contrastive divergence: Hinton, "Training products of
 * experts by minimizing contrastive divergence" (2002). Weights are initialised as in Hinton, "A practical guide to
 * training restricted Boltzmann machines" (2010). The loss has no gradient with respect to the input, which is data for
 * the machine, so that stacked machines learn independently, as in a deep belief network.
 */
export const RBM = defineMinimised({
  type: "RBM",
  category: "core",
  units: "features",
  summary:
    "A restricted Boltzmann machine: learns without labels which patterns are likely, by contrasting the data with its own samples.",
  keywords: ["restricted Boltzmann machine"],
  reference: {
    formula: String.raw`\begin{aligned}
h &= \sigma(W v + c), \quad F(v) = -a^\top v - \sum_j \log\left(1 + e^{(W v + c)_j}\right) \\
\text{loss} &= \tfrac1N \sum_n F(v_n) - F(\tilde v_n), \quad \tilde v_n \text{ after } k \text{ times } \; h \sim \sigma(W v + c), \; v \sim \sigma(W^\top h + a)
\end{aligned}
\text{With visible\_bias } a \text{ and hidden\_bias } c. \text{ Evaluating takes the probabilities instead of drawing.}`,
    gradient: String.raw`\bar W = -\tfrac1N \sum_n \left(\sigma(W v_n + c)\, v_n^\top - \sigma(W \tilde v_n + c)\, \tilde v_n^\top\right), \quad \bar a = -\tfrac1N \sum_n (v_n - \tilde v_n), \quad \bar c = -\tfrac1N \sum_n \left(\sigma(W v_n + c) - \sigma(W \tilde v_n + c)\right); \text{ the loss has no gradient for the input}`,
    shapes:
      "input [N, *, visible] of 0 … 1, weight [hidden, visible], visible_bias [visible], hidden_bias [hidden]; hidden [N, *, hidden], reconstruction [N, *, visible], loss []",
    sources: [
      "Hinton, Training products of experts by minimizing contrastive divergence, Neural Computation 14 (2002), doi:10.1162/089976602760128018",
      "Hinton, A practical guide to training restricted Boltzmann machines, UTML TR 2010-003 (2010)",
    ],
  },
  params: {
    hiddenFeatures: integer({ minimum: 1, help: "Number of hidden units." }),
    k: integer({
      minimum: 1,
      maximum: 100,
      default: 1,
      help: "Gibbs sampling steps before the samples are compared with the data (CD-k).",
    }),
  },
  fresh: { hiddenFeatures: 64 },
  inputs: [{ name: "input", help: "Numbers from 0 to 1." }],
  outputs: [
    { name: "hidden", help: "Probability that each hidden unit is on." },
    { name: "reconstruction", help: "Probability that each visible unit is on, after k steps." },
    {
      name: "loss",
      help: "Free energy of the data minus that of the model's samples. It drives training but does not measure quality: watch the reconstruction.",
    },
  ],
  objective: "loss",
  infer: ({ params, input }) => {
    const x = input("input");
    expectFeatures(x);
    return {
      hidden: { shape: [...x.shape.slice(0, -1), params.hiddenFeatures], dtype: "float32" },
      reconstruction: { shape: x.shape, dtype: "float32" },
      loss: { shape: [], dtype: "float32" },
    };
  },
  weights: ({ params, input }) => {
    const visible = expectFeatures(input("input"));
    return {
      weight: {
        shape: [params.hiddenFeatures, visible],
        init: { kind: "normal", standardDeviation: 0.01 },
        trainable: true,
      },
      visible_bias: { shape: [visible], init: constant(0), trainable: true },
      hidden_bias: { shape: [params.hiddenFeatures], init: constant(0), trainable: true },
    };
  },
  multiplyAdds: ({ params, input }) =>
    (2 * params.k + 1) *
    input("input").shape.reduce<number>(
      (product, size) => (size === "N" ? product : product * size),
      params.hiddenFeatures,
    ),
  domains: () => ({
    input: probabilities(t("The units are on or off: scale the data to 0 … 1, or put a Sigmoid before it.")),
  }),
  ranges: () => ({ hidden: between(0, 1), reconstruction: between(0, 1) }),
  lower: (context) => {
    const { b, params, input, weight } = context;
    const data = input("input");
    const [w, a, c] = [weight("weight"), weight("visible_bias"), weight("hidden_bias")];
    const turned = b.transpose(w, { permutation: [1, 0] });
    const hidden = b.sigmoid(linear(b, data, w, c));
    let [chance, dream] = [hidden, data];
    let reconstruction = data;
    for (let step = 0; step < params.k; step++) {
      if (step > 0) chance = b.sigmoid(linear(b, dream, w, c));
      reconstruction = b.sigmoid(linear(b, draw(context, chance), turned, a));
      dream = draw(context, reconstruction);
    }
    // The difference of the free energies −a·v − Σ softplus(Wv + c), unit by unit: this loses less precision than
    // subtracting the sums.
    const [v, dreamt] = [b.stopGradient(data), b.stopGradient(dream)];
    const fields = [v, dreamt].map((visible) => b.softplus(linear(b, visible, w, c)));
    const ofVisible = lastSum(b, b.mul(b.sub(dreamt, v), a));
    const ofHidden = lastSum(b, b.sub(at(fields, 1), at(fields, 0)));
    return { hidden, reconstruction, loss: reduceAll(b, b.add(ofVisible, ofHidden), "mean") };
  },
});

/** In training, 1 with the given probabilities, else 0; otherwise the probabilities themselves (mean field). */
function draw(
  { b, training, uniform }: Pick<LowerContext<never>, "b" | "training" | "uniform">,
  chance: Value,
): Value {
  return training ? b.less(uniform(chance.type.shape), chance) : chance;
}

/** The sum over the last axis. */
function lastSum(b: Builder, x: Value): Value {
  return b.sum(x, { axes: [x.type.shape.length - 1], keepDims: false });
}
