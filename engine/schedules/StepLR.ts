import { integer } from "../parameters/parameter";
import { timed } from "./schedule";
import { every, gamma } from "./scheduleParams";

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html */
export const StepLR = timed({
  type: "StepLR",
  summary: "Lowers the learning rate by a factor at regular intervals.",
  reference: {
    formula: String.raw`\eta_t = \eta\,\gamma^{\lfloor t/s \rfloor}`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html"],
  },
  params: {
    stepSize: integer({ minimum: 1, default: 30, help: "Number of epochs or steps between changes." }),
    gamma: gamma(0.1),
    every: every("epoch"),
  },
  rate: ({ stepSize, gamma }, base, time) => base * gamma ** Math.floor(time / stepSize),
});
