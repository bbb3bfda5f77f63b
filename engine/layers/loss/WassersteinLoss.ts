import { at } from "../../tensor/tensor";
import { plusOrMinus } from "../functional/domains";
import { reduceAll } from "../functional/mean";
import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";

/**
 * What a WGAN's critic and its generator minimise. The sum over a batch of real points and one of generated ones is an
 * estimate of minus the Wasserstein-1 distance, up to the factor by which the critic is steeper than 1.
 * Arjovsky, Chintala, Bottou: "Wasserstein generative adversarial networks" (2017), algorithm 1.
 */
export const WassersteinLoss = defineLoss({
  type: "WassersteinLoss",
  summary:
    "For a critic: raises the scores of one kind and lowers those of the other, without a bound. Limit the critic's weights with weightClip.",
  keywords: ["WGAN", "critic", "earth mover's distance"],
  reference: {
    formula: String.raw`\ell_i = -y_i x_i, \quad L = \frac{1}{n}\sum_i \ell_i \text{ or } \sum_i \ell_i`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = -y_i, \quad \frac{\partial \ell_i}{\partial y_i} = -x_i`,
    shapes: "input [N, *], target [N, *], output []",
    sources: [
      "Arjovsky, Chintala, Bottou: Wasserstein Generative Adversarial Networks (2017), https://proceedings.mlr.press/v70/arjovsky17a.html",
    ],
  },
  params: { reduction },
  inputs: [
    { ...at(comparedPorts, 0), help: "A score, any number." },
    { ...at(comparedPorts, 1), help: "1 where the score should rise, −1 where it should fall." },
  ],
  infer: inferComparison,
  domains: () => ({ target: plusOrMinus }),
  lower: ({ b, params, input }) =>
    reduceAll(b, b.neg(b.mul(input("target"), input("input"))), params.reduction),
});
