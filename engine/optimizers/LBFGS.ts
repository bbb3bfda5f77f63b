import { integer, number } from "../parameters/parameter";
import type { Builder, Value } from "../ops/operation";
import { sumAll } from "../ops/reductions";
import { at } from "../tensor/tensor";
import { defineOptimizer, zeros } from "./optimizer";
import { learningRate } from "./optimizerParams";

/**
 * Limited-memory BFGS: Nocedal, "Updating quasi-Newton matrices with limited storage" (1980), like PyTorch's with
 * `max_iter` 1 and no line search: one iteration per training step. It needs all the data in every batch.
 * https://pytorch.org/docs/stable/generated/torch.optim.LBFGS.html
 */
export const LBFGS = defineOptimizer({
  type: "LBFGS",
  summary: 'Learns the loss\'s curvature from past steps. For small models and batchSize "all".',
  reference: {
    formula: String.raw`\begin{aligned}
y_t &= g_t - g_{t-1}, \quad s_t = \theta_t - \theta_{t-1}, \quad \rho_t = 1/(y_t^\top s_t) \\
q &\leftarrow -g_t; \quad \alpha_i = \rho_i s_i^\top q, \; q \leftarrow q - \alpha_i y_i \quad \text{from the newest pair to the oldest} \\
r &\leftarrow \frac{y_t^\top s_t}{y_t^\top y_t}\,q; \quad r \leftarrow r + (\alpha_i - \rho_i y_i^\top r)\,s_i \quad \text{from the oldest to the newest} \\
\theta_{t+1} &= \theta_t + \begin{cases} \min(1, 1/\lVert g_t \rVert_1)\,\eta\,r & \text{first step} \\ \eta\,r & \text{otherwise} \end{cases}
\end{aligned}`,
    sources: [
      "https://doi.org/10.1090/S0025-5718-1980-0572855-7",
      "https://pytorch.org/docs/stable/generated/torch.optim.LBFGS.html",
    ],
  },
  params: {
    learningRate: learningRate(1),
    historySize: integer({
      minimum: 1,
      maximum: 100,
      default: 10,
      help: "Number of past steps to use.",
    }),
    toleranceGrad: number({
      minimum: 0,
      default: 1e-7,
      help: "Stops once no element of the gradient is larger than this.",
    }),
    toleranceChange: number({
      minimum: 0,
      default: 1e-9,
      help: "Skips a step that would lower the loss by less than this.",
    }),
  },
  together: true,
  state: ({ historySize }, shape) => ({
    // Pairs of gradient changes and steps, newest last; those not filled yet are 0 and have no effect.
    old_dirs: zeros([historySize, ...shape]),
    old_stps: zeros([historySize, ...shape]),
    ro: zeros([historySize]),
    H_diag: { shape: [], start: 1 },
    prev_flat_grad: zeros(shape),
    /** PyTorch's d·t: the last step taken. */
    step: zeros(shape),
    /** 0 before the first iteration, 1 after. */
    begun: zeros([]),
  }),
  scalars: () => ({ learningRate: (learningRate) => learningRate }),
  update: ({ b, params, weight, gradient, scalar, state }) => {
    const { historySize, toleranceGrad, toleranceChange } = params;
    const begun = state("begun");

    // The newest pair, if the curvature along the last step is positive.
    const change = b.sub(gradient, state("prev_flat_grad"));
    const last = state("step");
    const curvature = dot(b, change, last);
    const isCurved = b.greater(curvature, leastCurvature);
    const safe = b.maximum(curvature, leastCurvature);
    const remember = (name: string, newest: Value) =>
      b.where(isCurved, shifted(b, state(name), newest), state(name));
    const changes = remember("old_dirs", change);
    const steps = remember("old_stps", last);
    const weights = remember("ro", b.div(1, safe));
    const squares = b.maximum(dot(b, change, change), smallest);
    const diagonal = b.where(isCurved, b.div(curvature, squares), state("H_diag"));

    // The two-loop recursion gives the product of the inverse Hessian and the gradient.
    const pairs = Array.from({ length: historySize }, (_, i) => ({
      change: row(b, changes, i),
      step: row(b, steps, i),
      weight: row(b, weights, i),
    }));
    const alphas = new Array<Value>(historySize);
    let direction = b.neg(gradient);
    for (let i = historySize - 1; i >= 0; i--) {
      const pair = at(pairs, i);
      const alpha = b.mul(dot(b, pair.step, direction), pair.weight);
      direction = b.sub(direction, b.mul(pair.change, alpha));
      alphas[i] = alpha;
    }
    direction = b.mul(direction, diagonal);
    pairs.forEach((pair, i) => {
      const beta = b.mul(dot(b, pair.change, direction), pair.weight);
      direction = b.add(direction, b.mul(pair.step, b.sub(at(alphas, i), beta)));
    });

    // The first step is short, since the curvature is still unknown.
    const rate = scalar("learningRate");
    const sizes = b.maximum(sumAll(b, b.abs(gradient)), smallest);
    const first = b.mul(b.minimum(b.div(1, sizes), 1), rate);
    const step = b.mul(direction, b.where(b.greater(begun, 0), rate, first));

    const moves = b.sub(1, b.greater(dot(b, gradient, direction), -toleranceChange));
    const isOpen = b.greater(b.max(b.abs(gradient), { axes: [0], keepDims: false }), toleranceGrad);
    const unlessDone = (name: string, value: Value) => b.where(isOpen, value, state(name));
    return {
      weight: b.where(b.mul(isOpen, moves), b.add(weight, step), weight),
      state: {
        old_dirs: unlessDone("old_dirs", changes),
        old_stps: unlessDone("old_stps", steps),
        ro: unlessDone("ro", weights),
        H_diag: unlessDone("H_diag", diagonal),
        prev_flat_grad: unlessDone("prev_flat_grad", gradient),
        step: unlessDone("step", step),
        begun: b.maximum(begun, isOpen),
      },
    };
  },
});

/** PyTorch's lower bound on yᵀs. */
const leastCurvature = 1e-10;
/** Keeps a quotient that is not used finite. */
const smallest = 1e-30;

function dot(b: Builder, x: Value, y: Value): Value {
  return sumAll(b, b.mul(x, y));
}

/** Row `i` of a history, without its first axis. */
function row(b: Builder, history: Value, i: number): Value {
  const [, ...shape] = history.type.shape;
  const part = b.slice(history, { starts: [i, ...shape.map(() => 0)], ends: [i + 1, ...shape] });
  return b.reshape(part, { shape });
}

/** A history without its oldest row and with a new one. */
function shifted(b: Builder, history: Value, newest: Value): Value {
  const { shape } = history.type;
  const [rows, ...rest] = shape;
  const added = b.reshape(newest, { shape: [1, ...rest] });
  if (rows === 1) return added;
  const kept = b.slice(history, { starts: [1, ...rest.map(() => 0)], ends: [...shape] });
  return b.concat([kept, added], { axis: 0 });
}
