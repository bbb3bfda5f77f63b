import { choice, integer, number } from "../parameters/parameter";
import { timed } from "./schedule";
import { every } from "./scheduleParams";

/**
 * Smith, "Cyclical learning rates for training neural networks" (2017), arXiv:1506.01186. Unlike PyTorch's, it does not
 * change the momentum.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CyclicLR.html
 */
export const CyclicLR = timed({
  type: "CyclicLR",
  summary: "Cycles between two learning rates.",
  reference: {
    formula: String.raw`\eta_t = \eta_\text{base} + (\eta_\text{max} - \eta_\text{base})\,x_t\,s_t, \quad
s_t = \begin{cases} 1 & \text{triangular} \\ 2^{1-c} & \text{triangular2, in cycle } c = 1, 2, \dots \\ \gamma^t & \text{exp\_range} \end{cases}`,
    sources: [
      "https://arxiv.org/abs/1506.01186",
      "https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CyclicLR.html",
    ],
  },
  params: {
    baseLr: number({
      minimum: 0,
      optional: true,
      help: "The lowest learning rate. Default: a tenth of the optimizer's.",
    }),
    maxLr: number({
      above: 0,
      optional: true,
      help: "The highest learning rate. Default: the optimizer's.",
    }),
    stepSizeUp: integer({ minimum: 1, default: 2000, help: "Number of rising steps or epochs." }),
    stepSizeDown: integer({
      minimum: 1,
      optional: true,
      help: "Number of falling steps or epochs. Default: as many as rising ones.",
    }),
    mode: choice(["triangular", "triangular2", "exp_range"], {
      default: "triangular",
      help: "Constant height, halved each cycle, or multiplied by gamma each time.",
    }),
    gamma: number({ above: 0, default: 1, help: "For exp_range: the factor for the height." }),
    every: every("step"),
  },
  rate: (params, base, time) => {
    const { baseLr = base / 10, maxLr = base, stepSizeUp, stepSizeDown = stepSizeUp, mode } = params;
    const length = stepSizeUp + stepSizeDown;
    const cycle = Math.floor(1 + time / length);
    const place = 1 + time / length - cycle;
    const up = stepSizeUp / length;
    const height = place <= up ? place / up : (place - 1) / (up - 1);
    const scale =
      mode === "triangular" ? 1 : mode === "triangular2" ? 2 ** (1 - cycle) : params.gamma ** time;
    return baseLr + (maxLr - baseLr) * height * scale;
  },
});
