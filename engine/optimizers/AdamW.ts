import { adamParams, adamScalars, adamState, adamUpdate } from "./adamUpdate";
import { defineOptimizer } from "./optimizer";
import { decoupledWeightDecay } from "./optimizerParams";
import { shrunk } from "./shrunk";

/**
 * Loshchilov and Hutter, "Decoupled weight decay regularization" (2019), arXiv:1711.05101.
 * https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
 */
export const AdamW = defineOptimizer({
  type: "AdamW",
  summary: "Adam whose weight decay shrinks the weights themselves. The usual choice for transformers.",
  reference: {
    formula: String.raw`\begin{aligned}
g_t &= \nabla_\theta L(\theta_{t-1}) \\
m_t &= \beta_1 m_{t-1} + (1-\beta_1)\,g_t \\
v_t &= \beta_2 v_{t-1} + (1-\beta_2)\,g_t^2 \\
\hat v_t &= \begin{cases} \max(\hat v_{t-1}, v_t) & \text{amsgrad} \\ v_t & \text{otherwise} \end{cases} \\
\theta_t &= (1-\eta\lambda)\,\theta_{t-1} - \eta\,\frac{m_t/(1-\beta_1^t)}{\sqrt{\hat v_t/(1-\beta_2^t)} + \epsilon}
\end{aligned}`,
    sources: [
      "https://arxiv.org/abs/1711.05101",
      "https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html",
    ],
  },
  params: { ...adamParams, weightDecay: decoupledWeightDecay(0.01) },
  state: adamState,
  scalars: (params) => ({ ...adamScalars(params), learningRate: (learningRate) => learningRate }),
  update: (context) => {
    const { b, params, weight, gradient, scalar } = context;
    return adamUpdate(context, shrunk(b, weight, scalar("learningRate"), params.weightDecay), gradient);
  },
});
