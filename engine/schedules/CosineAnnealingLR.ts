import { integer } from "../parameters/parameter";
import { timed } from "./schedule";
import { etaMin, every } from "./scheduleParams";

/**
 * Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017), without the restarts.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html
 */
export const CosineAnnealingLR = timed({
  type: "CosineAnnealingLR",
  summary: "Falls along half a cosine: slowly, then fast, then slowly.",
  reference: {
    formula: String.raw`\eta_t = \eta_\text{min} + \tfrac12 (\eta - \eta_\text{min})\left(1 + \cos(\pi t/T)\right)`,
    sources: [
      "https://arxiv.org/abs/1608.03983",
      "https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html",
    ],
  },
  params: {
    tMax: integer({
      minimum: 1,
      optional: true,
      help: "Number of epochs or steps until the lowest learning rate. Default: the whole run.",
    }),
    etaMin,
    every: every("epoch"),
  },
  rate: ({ tMax, etaMin }, base, time, total) =>
    etaMin + ((base - etaMin) * (1 + Math.cos((Math.PI * time) / (tMax ?? total)))) / 2,
});
