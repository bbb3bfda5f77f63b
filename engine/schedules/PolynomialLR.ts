import { number } from "../parameters/parameter";
import { timed } from "./schedule";
import { every, totalIters } from "./scheduleParams";

/** https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.PolynomialLR.html */
export const PolynomialLR = timed({
  type: "PolynomialLR",
  summary: "Falls to 0 as a power of the remaining time.",
  reference: {
    formula: String.raw`\eta_t = \eta \left(1 - \min(t, T)/T\right)^p`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.PolynomialLR.html"],
  },
  params: {
    totalIters,
    power: number({ minimum: 0, default: 1, help: "1 falls linearly; a larger value falls earlier." }),
    every: every("epoch"),
  },
  rate: ({ totalIters, power }, base, time) => base * (1 - Math.min(time, totalIters) / totalIters) ** power,
});
