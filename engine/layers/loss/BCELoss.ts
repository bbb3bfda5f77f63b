import { t } from "@vscode/l10n";
import { probabilities, yesOrNo } from "../functional/domains";
import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { at } from "../../tensor/tensor";
import { atLeast } from "../range";

/**
 * https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html
 * As in PyTorch, logarithms are clamped to at least −100, and the gradient's divisor to at least 1e-12.
 */
export const BCELoss = defineLoss({
  type: "BCELoss",
  summary:
    "For yes or no: compares probabilities (after Sigmoid) with 0 or 1. BCEWithLogitsLoss is more stable.",
  keywords: ["binary cross entropy", "log loss"],
  reference: {
    formula: String.raw`\ell_i = -y_i \log x_i - (1 - y_i) \log(1 - x_i), \text{ each logarithm at least } -100`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = \frac{x_i - y_i}{\max(x_i (1 - x_i), 10^{-12})}`,
    shapes: "input [N, *], target [N, *], output []",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html"],
  },
  params: { reduction },
  inputs: [
    { ...at(comparedPorts, 0), help: "A probability, 0 … 1." },
    { ...at(comparedPorts, 1), help: "0 or 1." },
  ],
  infer: inferComparison,
  domains: () => ({
    input: probabilities(
      t(
        "These are not probabilities: put a Sigmoid before the loss, or use BCEWithLogitsLoss, which takes any scores.",
      ),
    ),
    target: yesOrNo,
  }),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params, input }) => {
    const [x, target] = [input("input"), input("target")];
    const [no, notTarget] = [b.sub(1, x), b.sub(1, target)];
    const [logYes, logNo] = [b.maximum(b.log(x), -100), b.maximum(b.log(no), -100)];
    const loss = b.neg(b.add(b.mul(target, logYes), b.mul(notTarget, logNo)));
    // At 0 and 1 the clamped logarithm has no slope; these products give PyTorch's gradient everywhere.
    const slope = b.div(b.sub(x, target), b.maximum(b.mul(x, no), EPSILON));
    const slopes = b.add(
      b.mul(x, b.stopGradient(slope)),
      b.mul(target, b.stopGradient(b.sub(logNo, logYes))),
    );
    return reduceAll(b, b.straightThrough(loss, slopes), params.reduction);
  },
  predictions: { binary: ({ input }) => ({ probability: input("input"), target: input("target") }) },
});

/** PyTorch rounds 1e-12 to float32 even for float64. */
const EPSILON = Math.fround(1e-12);
