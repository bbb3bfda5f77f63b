import { timed } from "./schedule";
import { every, gamma } from "./scheduleParams";

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html */
export const ExponentialLR = timed({
  type: "ExponentialLR",
  summary: "Multiplies the learning rate by a constant factor each time.",
  reference: {
    formula: String.raw`\eta_t = \eta\,\gamma^t`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html"],
  },
  params: { gamma: gamma(0.95), every: every("epoch") },
  rate: ({ gamma }, base, time) => base * gamma ** time,
});
