import { clampMin } from "../functional/clampMin";
import { plusOrMinus } from "../functional/domains";
import { expectFeatures } from "../functional/expect";
import { defineLoss, expectOnePerSample, expectSameShape, reduction, scalar } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { number } from "../../parameters/parameter";
import { atLeast } from "../range";

/** https://pytorch.org/docs/stable/generated/torch.nn.CosineEmbeddingLoss.html */
export const CosineEmbeddingLoss = defineLoss({
  type: "CosineEmbeddingLoss",
  summary: "Aligns the directions of similar vectors and separates those of dissimilar ones.",
  reference: {
    formula: String.raw`\begin{gathered} \ell_i = \begin{cases} 1 - \cos(x^{(1)}_i, x^{(2)}_i) & y_i = 1 \\ \max(0, \cos(x^{(1)}_i, x^{(2)}_i) - \text{margin}) & y_i = -1 \end{cases} \\ \cos(u, v) = \frac{u \cdot v}{\sqrt{(\lVert u \rVert^2 + 10^{-12})(\lVert v \rVert^2 + 10^{-12})}} \end{gathered}`,
    gradient: String.raw`\begin{gathered} \frac{\partial \cos(u, v)}{\partial u} = \frac{v}{\lVert u \rVert \lVert v \rVert} - \cos(u, v) \frac{u}{\lVert u \rVert^2} \\ \text{times } -1 \text{ for } y_i = 1, \text{ times } 1 \text{ for } y_i = -1 \text{ unless cut off} \end{gathered}`,
    shapes: "input1 [N, D], input2 [N, D], target [N], output []",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.CosineEmbeddingLoss.html"],
  },
  params: {
    margin: number({
      default: 0,
      minimum: -1,
      maximum: 1,
      help: "The cosine that dissimilar pairs may have.",
    }),
    reduction,
  },
  inputs: [
    { name: "input1", help: "The first vectors." },
    { name: "input2", help: "The second vectors." },
    { name: "target", role: "target", help: "1 for similar pairs, −1 for dissimilar ones." },
  ],
  infer: ({ input }) => {
    expectFeatures(input("input1"), "input1");
    expectSameShape(input("input1"), input("input2"), ["input1", "input2"]);
    expectOnePerSample(input("target"), input("input1").shape.slice(0, -1), "target");
    return { output: scalar };
  },
  domains: () => ({ target: plusOrMinus }),
  ranges: () => ({ output: atLeast(0) }),
  lower: ({ b, params, input }) => {
    const [x, y, target] = [input("input1"), input("input2"), input("target")];
    const dot = (u: typeof x, v: typeof x) =>
      b.sum(b.mul(u, v), { axes: [u.type.shape.length - 1], keepDims: false });
    const length = (u: typeof x) => b.sqrt(b.add(dot(u, u), EPSILON));
    const cosine = b.div(dot(x, y), b.mul(length(x), length(y)));
    const unlike = clampMin(b, b.sub(cosine, params.margin), 0);
    const loss = b.add(
      b.where(b.equal(target, 1), b.sub(1, cosine), 0),
      b.where(b.equal(target, -1), unlike, 0),
    );
    return reduceAll(b, loss, params.reduction);
  },
});

/** PyTorch rounds 1e-12 to float32 even for float64. */
const EPSILON = Math.fround(1e-12);
