import { at } from "../../tensor/tensor";
import { yesOrNo } from "../functional/domains";
import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { number } from "../../parameters/parameter";
import { atLeast } from "../range";

/**
 * Lin et al. (2017), arXiv:1708.02002, the binary form, like `torchvision.ops.sigmoid_focal_loss`.
 * https://pytorch.org/vision/stable/generated/torchvision.ops.sigmoid_focal_loss.html
 */
export const SigmoidFocalLoss = defineLoss({
  type: "SigmoidFocalLoss",
  summary: "For yes or no when one is rare: BCEWithLogitsLoss with less weight on easy samples.",
  reference: {
    formula: String.raw`\begin{gathered} \ell_i = \alpha_t (1 - p_t)^\gamma \left(-y_i \log \sigma(x_i) - (1 - y_i) \log(1 - \sigma(x_i))\right) \\ p_t = y_i \sigma(x_i) + (1 - y_i)(1 - \sigma(x_i)) \\ \alpha_t = \alpha y_i + (1 - \alpha)(1 - y_i) \end{gathered}`,
    gradient: String.raw`\begin{gathered} \text{For } y_i = 1: \frac{\partial \ell_i}{\partial x_i} = \alpha (1 - p_t)^\gamma \left(\gamma\, p_t \log p_t + p_t - 1\right) \\ \text{for } y_i = 0 \text{ its mirror image} \end{gathered}`,
    shapes: "input [N, *], target [N, *], output []",
    sources: [
      "https://pytorch.org/vision/stable/generated/torchvision.ops.sigmoid_focal_loss.html",
      "https://arxiv.org/abs/1708.02002",
    ],
  },
  params: {
    alpha: number({
      default: 0.25,
      maximum: 1,
      help: "Weight of yes; no gets 1 minus it. Below 0, both get 1.",
    }),
    gamma: number({
      default: 2,
      minimum: 0,
      help: "How much easy samples are down-weighted; 0 weights all alike.",
    }),
    reduction,
  },
  inputs: [
    { ...at(comparedPorts, 0), help: "A score: above 0 is yes." },
    { ...at(comparedPorts, 1), help: "0 or 1." },
  ],
  infer: inferComparison,
  domains: () => ({ target: yesOrNo }),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params: { alpha, gamma, reduction }, input }) => {
    const [x, target] = [input("input"), input("target")];
    const no = b.sub(1, target);
    const entropy = b.sub(b.softplus(x), b.mul(x, target));
    // 1 − pₜ from both sigmoids, since subtracting from 1 would lose small values. A power of 0 is not differentiable
    // for γ < 1.
    const missing = b.add(b.mul(b.sigmoid(x), no), b.mul(b.sigmoid(b.neg(x)), target));
    const focused = b.mul(b.pow(b.maximum(missing, 1e-30), gamma), entropy);
    const balance = b.add(b.mul(alpha, target), b.mul(1 - alpha, no));
    return reduceAll(b, alpha < 0 ? focused : b.mul(balance, focused), reduction);
  },
  predictions: {
    binary: ({ b, input }) => ({ probability: b.sigmoid(input("input")), target: input("target") }),
  },
});
