import { number } from "../parameters/parameter";
import { timed } from "./schedule";
import { every, totalIters } from "./scheduleParams";

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ConstantLR.html */
export const ConstantLR = timed({
  type: "ConstantLR",
  summary: "A fraction of the learning rate at first, then all of it.",
  reference: {
    formula: String.raw`\eta_t = \eta \cdot \begin{cases} f & t < T \\ 1 & t \ge T \end{cases}`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ConstantLR.html"],
  },
  params: {
    factor: number({ minimum: 0, maximum: 1, default: 1 / 3, help: "The fraction." }),
    totalIters,
    every: every("epoch"),
  },
  rate: ({ factor, totalIters }, base, time) => base * (time < totalIters ? factor : 1),
});
