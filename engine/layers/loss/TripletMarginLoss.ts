import { clampMin } from "../functional/clampMin";
import { pairwiseDistance } from "../functional/distance";
import { expectFeatures } from "../functional/expect";
import { defineLoss, expectSameShape, reduction, scalar } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { boolean, number } from "../../parameters/parameter";
import { atLeast } from "../range";

/** Balntas et al. (2016). https://pytorch.org/docs/stable/generated/torch.nn.TripletMarginLoss.html */
export const TripletMarginLoss = defineLoss({
  type: "TripletMarginLoss",
  summary: "Pulls an anchor closer to a similar example than to a dissimilar one, by a margin.",
  keywords: ["metric learning"],
  reference: {
    formula: String.raw`\begin{gathered} \ell_i = \max(0, d(a_i, p_i) - d(a_i, n_i) + \text{margin}) \\ d(x, y) = \lVert x - y + \epsilon \rVert_p \\ \text{with } \texttt{swap } \min(d(a_i, n_i), d(p_i, n_i)) \text{ for } d(a_i, n_i) \end{gathered}`,
    gradient: String.raw`\begin{gathered} \text{With } p = 2 \text{ and where } \ell_i \text{ is not cut off: } \frac{\partial \ell_i}{\partial p_i} = -\frac{a_i - p_i + \epsilon}{d(a_i, p_i)} \\ \frac{\partial \ell_i}{\partial n_i} = \frac{a_i - n_i + \epsilon}{d(a_i, n_i)} \\ \frac{\partial \ell_i}{\partial a_i} = -\frac{\partial \ell_i}{\partial p_i} - \frac{\partial \ell_i}{\partial n_i} \\ \text{a distance of } 0 \text{ has none} \end{gathered}`,
    shapes: "anchor [N, *, D], positive [N, *, D], negative [N, *, D], output []",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.TripletMarginLoss.html",
      "Balntas et al.: Learning local feature descriptors with triplets and shallow convolutional neural networks (BMVC 2016)",
    ],
  },
  params: {
    margin: number({ default: 1, above: 0, help: "How much closer the similar example should be." }),
    p: number({
      default: 2,
      above: 0,
      help: "The norm of the distance: 2 is Euclidean, 1 adds up the differences.",
    }),
    eps: number({ default: 1e-6, minimum: 0, help: "Added to the differences, so that no distance is 0." }),
    swap: boolean({
      default: false,
      help: "Uses the positive as the anchor if it is closer to the negative.",
    }),
    reduction,
  },
  inputs: [
    { name: "anchor", help: "The anchor." },
    { name: "positive", help: "A similar example." },
    { name: "negative", help: "A dissimilar example." },
  ],
  infer: ({ input }) => {
    expectFeatures(input("anchor"), "anchor");
    expectSameShape(input("anchor"), input("positive"), ["anchor", "positive"]);
    expectSameShape(input("anchor"), input("negative"), ["anchor", "negative"]);
    return { output: scalar };
  },
  domains: () => ({}),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params: { margin, p, eps, swap, reduction }, input }) => {
    const [anchor, positive, negative] = [input("anchor"), input("positive"), input("negative")];
    const near = pairwiseDistance(b, anchor, positive, p, eps);
    const far = pairwiseDistance(b, anchor, negative, p, eps);
    const farther = swap ? b.minimum(far, pairwiseDistance(b, positive, negative, p, eps)) : far;
    return reduceAll(b, clampMin(b, b.add(b.sub(near, farther), margin), 0), reduction);
  },
});
