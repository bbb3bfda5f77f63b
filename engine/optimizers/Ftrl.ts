import { number } from "../parameters/parameter";
import { defineOptimizer, zeros } from "./optimizer";
import { learningRate } from "./optimizerParams";

/**
 * McMahan et al., "Ad click prediction: a view from the trenches" (2013), with Keras's shrinkage and β. PyTorch has no
 * such optimizer: https://keras.io/api/optimizers/ftrl/
 */
export const Ftrl = defineOptimizer({
  type: "Ftrl",
  summary:
    "Follow the regularized leader: with l1, weights that help little become exactly 0. For linear models, since initial weights are soon forgotten.",
  reference: {
    formula: String.raw`\begin{aligned}
g_t &= \nabla_w L(w_{t-1}) \\
n_t &= n_{t-1} + g_t^2 \\
\sigma_t &= \left(n_t^{-p} - n_{t-1}^{-p}\right)/\eta \\
z_t &= z_{t-1} + g_t + 2\lambda_\text{shrink} w_{t-1} - \sigma_t w_{t-1} \\
w_t &= \begin{cases} 0 & |z_t| \le \lambda_1 \\ -\dfrac{z_t - \operatorname{sign}(z_t)\,\lambda_1}{n_t^{-p}/\eta + 2\lambda_2 + \beta/\eta} & \text{otherwise} \end{cases}
\end{aligned}`,
    sources: ["https://research.google.com/pubs/archive/41159.pdf", "https://keras.io/api/optimizers/ftrl/"],
  },
  params: {
    learningRate: learningRate(0.001),
    learningRatePower: number({
      maximum: 0,
      default: -0.5,
      help: "Exponent with which the learning rate falls as squared gradients add up; 0 keeps it constant.",
    }),
    initialAccumulatorValue: number({
      minimum: 0,
      default: 0.1,
      help: "Initial value of the sum of squared gradients.",
    }),
    l1RegularizationStrength: number({ minimum: 0, default: 0, help: "Sets weights that help little to 0." }),
    l2RegularizationStrength: number({ minimum: 0, default: 0, help: "Pulls weights towards 0." }),
    l2ShrinkageRegularizationStrength: number({
      minimum: 0,
      default: 0,
      help: "Pulls weights towards 0 in proportion to their size.",
    }),
    beta: number({ minimum: 0, default: 0, help: "Keeps the first steps small." }),
  },
  state: ({ initialAccumulatorValue }, shape) => ({
    accumulator: { shape, start: initialAccumulatorValue },
    linear: zeros(shape),
  }),
  scalars: ({ l2RegularizationStrength, beta }) => ({
    inverseRate: (learningRate) => 1 / learningRate,
    ridge: (learningRate) => 2 * l2RegularizationStrength + beta / learningRate,
  }),
  update: ({ b, params, weight, gradient, scalar, state }) => {
    const { learningRatePower, l1RegularizationStrength: l1 } = params;
    const shrinkage = 2 * params.l2ShrinkageRegularizationStrength;
    const power = (sum: typeof weight) =>
      learningRatePower === -0.5 ? b.sqrt(sum) : b.pow(sum, -learningRatePower);
    const before = state("accumulator");
    const accumulator = b.add(before, b.mul(gradient, gradient));
    const [root, rootBefore] = [power(accumulator), power(before)];
    const sigma = b.mul(b.sub(root, rootBefore), scalar("inverseRate"));
    const pull = shrinkage > 0 ? b.add(gradient, b.mul(weight, shrinkage)) : gradient;
    const linear = b.add(state("linear"), b.sub(pull, b.mul(sigma, weight)));
    const kept = l1 > 0 ? b.sub(linear, b.minimum(b.maximum(linear, -l1), l1)) : linear;
    const quadratic = b.add(b.mul(root, scalar("inverseRate")), scalar("ridge"));
    return { weight: b.neg(b.div(kept, quadratic)), state: { accumulator, linear } };
  },
});
