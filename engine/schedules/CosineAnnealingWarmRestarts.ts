import { integer } from "../parameters/parameter";
import { timed } from "./schedule";
import { etaMin, every } from "./scheduleParams";

/**
 * Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017), arXiv:1608.03983.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.html
 */
export const CosineAnnealingWarmRestarts = timed({
  type: "CosineAnnealingWarmRestarts",
  summary: "Falls along half a cosine, then restarts from the top, optionally with longer periods each time.",
  reference: {
    formula: String.raw`\eta_t = \eta_\text{min} + \tfrac12 (\eta - \eta_\text{min})\left(1 + \cos(\pi T_\text{cur}/T_i)\right), \quad T_{i+1} = T_\text{mult}\,T_i`,
    sources: [
      "https://arxiv.org/abs/1608.03983",
      "https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.html",
    ],
  },
  params: {
    t0: integer({ minimum: 1, default: 10, help: "Number of epochs or steps until the first restart." }),
    tMult: integer({
      minimum: 1,
      default: 1,
      help: "Factor by which each period is longer than the last.",
    }),
    etaMin,
    every: every("epoch"),
  },
  rate: ({ t0, tMult, etaMin }, base, time) => {
    let [length, since] = [t0, time];
    if (tMult === 1) since %= t0;
    else
      while (since >= length) {
        since -= length;
        length *= tMult;
      }
    return etaMin + ((base - etaMin) * (1 + Math.cos((Math.PI * since) / length))) / 2;
  },
});
