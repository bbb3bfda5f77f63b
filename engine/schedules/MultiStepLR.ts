import { integers } from "../parameters/parameter";
import { timed } from "./schedule";
import { every, gamma } from "./scheduleParams";

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiStepLR.html */
export const MultiStepLR = timed({
  type: "MultiStepLR",
  summary: "Lowers the learning rate by a factor at given times.",
  reference: {
    formula: String.raw`\eta_t = \eta\,\gamma^{\left|\{m \in M \,:\, m \le t\}\right|}`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiStepLR.html"],
  },
  params: {
    milestones: integers({
      minimum: 0,
      default: [30, 80],
      help: "The epochs or steps after which the learning rate changes.",
    }),
    gamma: gamma(0.1),
    every: every("epoch"),
  },
  rate: ({ milestones, gamma }, base, time) => {
    let passed = 0;
    for (const milestone of milestones) if (milestone <= time) passed++;
    return base * gamma ** passed;
  },
});
