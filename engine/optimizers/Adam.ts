import { adamParams, adamScalars, adamState, adamUpdate } from "./adamUpdate";
import { decayed } from "./decayed";
import { defineOptimizer } from "./optimizer";
import { weightDecay } from "./optimizerParams";

/**
 * Kingma and Ba, "Adam: a method for stochastic optimization" (2014), arXiv:1412.6980. With `amsgrad`: Reddi, Kale and
 * Kumar, "On the convergence of Adam and beyond" (2018), arXiv:1904.09237.
 * https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
 */
export const Adam = defineOptimizer({
  type: "Adam",
  summary:
    "Adapts the step size of each weight, using running means of the gradient and its square. A good first choice.",
  reference: {
    formula: String.raw`\begin{aligned}
g_t &= \nabla_\theta L(\theta_{t-1}) + \lambda\,\theta_{t-1} \\
m_t &= \beta_1 m_{t-1} + (1-\beta_1)\,g_t \\
v_t &= \beta_2 v_{t-1} + (1-\beta_2)\,g_t^2 \\
\hat v_t &= \begin{cases} \max(\hat v_{t-1}, v_t) & \text{amsgrad} \\ v_t & \text{otherwise} \end{cases} \\
\theta_t &= \theta_{t-1} - \eta\,\frac{m_t/(1-\beta_1^t)}{\sqrt{\hat v_t/(1-\beta_2^t)} + \epsilon}
\end{aligned}`,
    sources: [
      "https://arxiv.org/abs/1412.6980",
      "https://arxiv.org/abs/1904.09237",
      "https://pytorch.org/docs/stable/generated/torch.optim.Adam.html",
    ],
  },
  params: { ...adamParams, weightDecay: weightDecay() },
  state: adamState,
  scalars: adamScalars,
  update: (context) => {
    const { b, params, weight, gradient } = context;
    return adamUpdate(context, weight, decayed(b, gradient, weight, params.weightDecay));
  },
});
