import { t } from "@vscode/l10n";
import { showShape, type GraphType } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { sameSizes } from "../functional/expect";
import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { boolean, number } from "../../parameters/parameter";

/** Nix and Weigend (1994). https://pytorch.org/docs/stable/generated/torch.nn.GaussianNLLLoss.html */
export const GaussianNLLLoss = defineLoss({
  type: "GaussianNLLLoss",
  summary:
    "For predicting a number together with how uncertain it is, as the mean and variance of a Gaussian.",
  keywords: ["negative log likelihood"],
  reference: {
    formula: String.raw`\begin{gathered} \ell_i = \tfrac12\left(\log v_i + \frac{(x_i - y_i)^2}{v_i}\right) \left[+ \tfrac12 \log 2\pi \text{ with } \texttt{full}\right] \\ v_i = \max(\text{var}_i, \epsilon) \end{gathered}`,
    gradient: String.raw`\begin{gathered} \frac{\partial \ell_i}{\partial x_i} = \frac{x_i - y_i}{v_i} \\ \frac{\partial \ell_i}{\partial \text{var}_i} = \frac{1}{2 v_i} - \frac{(x_i - y_i)^2}{2 v_i^2}, \text{ also where var was raised to } \epsilon \end{gathered}`,
    shapes:
      "input [N, *], target [N, *], var [N, *], with 1 on its last axis, or without its last axis; output []",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.nn.GaussianNLLLoss.html",
      "Nix, Weigend: Estimating the mean and variance of the target probability distribution (1994)",
    ],
  },
  params: {
    full: boolean({ default: false, help: "Adds the constant ½ log 2π." }),
    eps: number({ default: 1e-6, above: 0, help: "The smallest variance." }),
    reduction,
  },
  inputs: [
    ...comparedPorts,
    {
      name: "var",
      help: "The predicted variance, above 0, for example from a Softplus. One per number or per row.",
    },
  ],
  infer: ({ input }) => {
    const [mean, variance] = [input("input"), input("var")];
    if (!sameSizes(variance.shape, mean.shape) && !isPerRow(variance, mean)) {
      throw new LayerProblem(
        "shape-mismatch",
        t(
          "needs a variance for each number ({0}) or each row of the input but gets {1}",
          showShape(mean),
          showShape(variance),
        ),
        { port: "var" },
      );
    }
    return inferComparison({ input });
  },
  domains: () => ({
    var: { low: 0, advice: () => t("Variances must be at least 0: put a Softplus before the loss.") },
  }),
  lower: ({ b, params, input }) => {
    const [x, given] = [input("input"), input("var")];
    const { shape } = given.type;
    const variance = shape.length < x.type.shape.length ? b.reshape(given, { shape: [...shape, 1] }) : given;
    // PyTorch clamps the variance to eps outside the graph, so the gradient ignores the clamping.
    const v = b.straightThrough(b.maximum(variance, params.eps), variance);
    const error = b.sub(x, input("target"));
    const loss = b.mul(0.5, b.add(b.log(v), b.div(b.mul(error, error), v)));
    const constant = params.full ? 0.5 * Math.log(2 * Math.PI) : 0;
    return reduceAll(b, b.add(loss, constant), params.reduction);
  },
  predictions: { values: ({ input }) => ({ predicted: input("input"), target: input("target") }) },
});

/** Whether there is one variance per row: the input's shape with 1 as its last axis, or without that axis. */
function isPerRow(variance: GraphType, mean: GraphType): boolean {
  const rows = mean.shape.slice(0, -1);
  return mean.shape.length > 1 && [rows, [...rows, 1]].some((shape) => sameSizes(variance.shape, shape));
}
