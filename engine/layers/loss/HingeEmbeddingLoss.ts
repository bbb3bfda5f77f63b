import { at } from "../../tensor/tensor";
import { clampMin } from "../functional/clampMin";
import { plusOrMinus } from "../functional/domains";
import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { number } from "../../parameters/parameter";

/** https://pytorch.org/docs/stable/generated/torch.nn.HingeEmbeddingLoss.html */
export const HingeEmbeddingLoss = defineLoss({
  type: "HingeEmbeddingLoss",
  summary:
    "For distances between pairs: pulls similar ones together and pushes dissimilar ones a margin apart.",
  reference: {
    formula: String.raw`\ell_i = \begin{cases} x_i & y_i = 1 \\ \max(0, \text{margin} - x_i) & y_i = -1 \end{cases}`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = \begin{cases} 1 & y_i = 1 \\ -1 & y_i = -1,\ x_i \le \text{margin} \\ 0 & \text{otherwise} \end{cases}`,
    shapes: "input [N, *], target [N, *], output []",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.HingeEmbeddingLoss.html"],
  },
  params: {
    margin: number({ default: 1, help: "The distance that dissimilar pairs should have." }),
    reduction,
  },
  inputs: [
    { ...at(comparedPorts, 0), help: "A distance." },
    { ...at(comparedPorts, 1), help: "1 for similar pairs, −1 for dissimilar ones." },
  ],
  infer: inferComparison,
  domains: () => ({ target: plusOrMinus }),
  lower: ({ b, params, input }) => {
    const [x, target] = [input("input"), input("target")];
    const unlike = clampMin(b, b.sub(params.margin, x), 0);
    // As in PyTorch, a target that is neither 1 nor −1 gets both terms.
    const loss = b.add(b.where(b.equal(target, 1), 0, unlike), b.where(b.equal(target, -1), 0, x));
    return reduceAll(b, loss, params.reduction);
  },
});
