import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { at } from "../../tensor/tensor";
import { yesOrNo } from "../functional/domains";
import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { numbers } from "../../parameters/parameter";
import { atLeast } from "../range";

/** https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html */
export const BCEWithLogitsLoss = defineLoss({
  type: "BCEWithLogitsLoss",
  summary: "For yes or no: compares scores (logits, without Sigmoid) with 0 or 1.",
  keywords: ["binary cross entropy", "log loss", "sigmoid loss"],
  reference: {
    formula: String.raw`\begin{gathered} \ell_i = -w_i \left(p_i\, y_i \log \sigma(x_i) + (1 - y_i) \log(1 - \sigma(x_i))\right) \\ \text{with weights } w \text{ and } p = \texttt{posWeight} \text{ that are } 1 \text{ by default} \end{gathered}`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = w_i \left((1 - y_i)\,\sigma(x_i) - p_i\, y_i\,(1 - \sigma(x_i))\right), \text{ which is } \sigma(x_i) - y_i \text{ without weights}`,
    shapes: "input [N, *], target [N, *], weight and posWeight [last axis] or [1], output []",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html"],
  },
  params: {
    weight: numbers({
      default: [],
      minimum: 0,
      help: "Weight of each element of the last axis, or one number for all; empty means 1.",
    }),
    posWeight: numbers({
      default: [],
      minimum: 0,
      help: "Weight of a yes relative to a no: above 1 if yes is rare. One for all, or one per element of the last axis; empty means 1.",
    }),
    reduction,
  },
  inputs: [
    { ...at(comparedPorts, 0), help: "A score: above 0 is yes." },
    { ...at(comparedPorts, 1), help: "0 or 1." },
  ],
  infer: ({ params, input }) => {
    expectFitting("weight", params.weight, input("input"));
    expectFitting("posWeight", params.posWeight, input("input"));
    return inferComparison({ input });
  },
  domains: () => ({ target: yesOrNo }),
  ranges: () => ({ output: atLeast(0) }),
  // −p·t·log σ(x) − (1 − t)·log(1 − σ(x)) = (1 − t)·x + (1 + (p − 1)·t)·softplus(−x), which does not overflow; without
  // p it is softplus(x) − x·t.
  lower: ({ b, params, input }) => {
    const [x, target] = [input("input"), input("target")];
    const table = (values: readonly number[]) => b.table({ values, dtype: "float32" });
    const loss = () => {
      if (params.posWeight.length === 0) return b.sub(b.softplus(x), b.mul(x, target));
      const weight = b.add(1, b.mul(b.sub(table(params.posWeight), 1), target));
      return b.add(b.mul(b.sub(1, target), x), b.mul(weight, b.softplus(b.neg(x))));
    };
    const weighted = params.weight.length > 0 ? b.mul(table(params.weight), loss()) : loss();
    return reduceAll(b, weighted, params.reduction);
  },
  predictions: {
    binary: ({ b, input }) => ({ probability: b.sigmoid(input("input")), target: input("target") }),
    values: ({ b, input }) => ({ predicted: b.sigmoid(input("input")), target: input("target") }),
  },
});

/** Throws a LayerProblem unless a list is empty or has one number, or one for each element of the last axis. */
function expectFitting(param: string, list: readonly number[], input: GraphType): void {
  const last = input.shape.at(-1);
  const size = typeof last === "number" ? last : 1;
  if (list.length <= 1 || list.length === size) return;
  throw new LayerProblem(
    "weight-count",
    t(
      "{0} has {1} numbers, but the last axis has size {2} ({3})",
      param,
      list.length,
      size,
      showShape(input),
    ),
    { param },
  );
}
