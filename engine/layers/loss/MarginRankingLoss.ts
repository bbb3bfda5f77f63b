import { clampMin } from "../functional/clampMin";
import { plusOrMinus } from "../functional/domains";
import { defineLoss, expectSameShape, reduction, scalar } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { number } from "../../parameters/parameter";
import { atLeast } from "../range";

/** https://pytorch.org/docs/stable/generated/torch.nn.MarginRankingLoss.html */
export const MarginRankingLoss = defineLoss({
  type: "MarginRankingLoss",
  summary: "For ranking: pushes the score of the better of two higher by a margin.",
  reference: {
    formula: String.raw`\ell_i = \max(0, -y_i (x^{(1)}_i - x^{(2)}_i) + \text{margin})`,
    gradient: String.raw`\begin{gathered} \frac{\partial \ell_i}{\partial x^{(1)}_i} = -y_i \\ \frac{\partial \ell_i}{\partial x^{(2)}_i} = y_i \text{ where the maximum is not the } 0 \text{ alone, else } 0 \end{gathered}`,
    shapes: "input1 [N, *], input2 [N, *], target [N, *], output []",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.MarginRankingLoss.html"],
  },
  params: {
    margin: number({ default: 0, help: "How much higher the better one's score should be." }),
    reduction,
  },
  inputs: [
    { name: "input1", help: "Scores of the first items." },
    { name: "input2", help: "Scores of the second items." },
    { name: "target", role: "target", help: "1 where the first is better, −1 where the second is." },
  ],
  infer: ({ input }) => {
    expectSameShape(input("input1"), input("input2"), ["input1", "input2"]);
    expectSameShape(input("input1"), input("target"), ["input1", "target"]);
    return { output: scalar };
  },
  domains: () => ({ target: plusOrMinus }),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params, input }) => {
    const ahead = b.mul(input("target"), b.sub(input("input1"), input("input2")));
    return reduceAll(b, clampMin(b, b.sub(params.margin, ahead), 0), params.reduction);
  },
  predictions: {
    // Which one ranks higher; the sigmoid is on the same side of one half.
    binary: ({ b, input }) => ({
      probability: b.sigmoid(b.sub(input("input1"), input("input2"))),
      target: b.greater(input("target"), 0),
    }),
  },
});
