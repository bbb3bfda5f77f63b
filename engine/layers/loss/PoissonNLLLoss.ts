import { t } from "@vscode/l10n";
import { comparedPorts, defineLoss, inferComparison, reduction } from "./defineLoss";
import { reduceAll } from "../functional/mean";
import { boolean, number } from "../../parameters/parameter";

/** https://pytorch.org/docs/stable/generated/torch.nn.PoissonNLLLoss.html */
export const PoissonNLLLoss = defineLoss({
  type: "PoissonNLLLoss",
  summary: "For counts, such as visitors per hour: compares a predicted rate with the actual count.",
  keywords: ["negative log likelihood"],
  reference: {
    formula: String.raw`\begin{gathered} \ell_i = \begin{cases} e^{x_i} - y_i x_i & \texttt{logInput} \\ x_i - y_i \log(x_i + \epsilon) & \text{otherwise} \end{cases} \\ \left[+\; y_i \log y_i - y_i + \tfrac12 \log(2\pi y_i) \text{ for } y_i > 1 \text{ with } \texttt{full}\right] \end{gathered}`,
    gradient: String.raw`\frac{\partial \ell_i}{\partial x_i} = e^{x_i} - y_i, \quad \text{or } 1 - \frac{y_i}{x_i + \epsilon}`,
    shapes: "input [N, *], target [N, *], output []",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.PoissonNLLLoss.html"],
  },
  params: {
    logInput: boolean({
      default: true,
      help: "Whether the input is the logarithm of the rate instead of the rate.",
    }),
    full: boolean({
      default: false,
      help: "Adds Stirling's approximation of log y!, which depends only on the target.",
    }),
    eps: number({ default: 1e-8, above: 0, help: "Added to the rate before taking its logarithm." }),
    reduction,
  },
  inputs: comparedPorts,
  infer: inferComparison,
  domains: ({ params }) => ({
    target: { low: 0, advice: () => t("Counts must be at least 0.") },
    ...(!params.logInput && {
      input: {
        low: 0,
        advice: () =>
          t(
            "Rates must be at least 0: put a Softplus before the loss, or set logInput if they are logarithms.",
          ),
      },
    }),
  }),
  lower: ({ b, params, input }) => {
    const [x, target] = [input("input"), input("target")];
    const loss = params.logInput
      ? b.sub(b.exp(x), b.mul(target, x))
      : b.sub(x, b.mul(target, b.log(b.add(x, params.eps))));
    if (!params.full) return reduceAll(b, loss, params.reduction);
    const many = b.greater(target, 1);
    const y = b.where(many, target, 1);
    const stirling = b.add(b.sub(b.mul(y, b.log(y)), y), b.mul(0.5, b.log(b.mul(2 * Math.PI, y))));
    return reduceAll(b, b.add(loss, b.where(many, stirling, 0)), params.reduction);
  },
  predictions: {
    values: ({ b, params, input }) => ({
      predicted: params.logInput ? b.exp(input("input")) : input("input"),
      target: input("target"),
    }),
  },
});
