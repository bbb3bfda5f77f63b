import { number } from "../parameters/parameter";
import { timed } from "./schedule";
import { every, totalIters } from "./scheduleParams";

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html */
export const LinearLR = timed({
  type: "LinearLR",
  summary: "Changes linearly from one fraction of the learning rate to another, and stays there.",
  reference: {
    formula: String.raw`\eta_t = \eta \left(f_0 + (f_1 - f_0)\,\min(t, T)/T\right)`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html"],
  },
  params: {
    startFactor: number({ above: 0, maximum: 1, default: 1 / 3, help: "The fraction at the start." }),
    endFactor: number({ minimum: 0, maximum: 1, default: 1, help: "The fraction at the end." }),
    totalIters,
    every: every("epoch"),
  },
  rate: ({ startFactor, endFactor, totalIters }, base, time) =>
    base * (startFactor + ((endFactor - startFactor) * Math.min(time, totalIters)) / totalIters),
});
