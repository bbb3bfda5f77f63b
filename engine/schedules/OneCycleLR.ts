import { boolean, choice, integer, number } from "../parameters/parameter";
import { timed } from "./schedule";
import { every } from "./scheduleParams";

/**
 * Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates" (2018). Unlike
 * PyTorch's, it does not change the momentum.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html
 */
export const OneCycleLR = timed({
  type: "OneCycleLR",
  summary: "Rises to a high learning rate and falls to almost none, once over the whole run.",
  reference: {
    formula: String.raw`\eta_0 = \eta_\text{max}/d, \quad \eta_\text{end} = \eta_0/D; \qquad
a \to b:\; \eta_t = b + \tfrac12(a - b)\left(1 + \cos(\pi p)\right) \text{ or } a + (b - a)\,p, \quad p \in [0, 1] \text{ within the phase}`,
    sources: [
      "https://arxiv.org/abs/1708.07120",
      "https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html",
    ],
  },
  params: {
    maxLr: number({
      above: 0,
      optional: true,
      help: "The highest learning rate. Default: the optimizer's.",
    }),
    totalSteps: integer({
      minimum: 1,
      optional: true,
      help: "Number of steps or epochs in the cycle. Default: the whole run.",
    }),
    pctStart: number({
      minimum: 0,
      maximum: 1,
      default: 0.3,
      help: "Fraction of the cycle during which the learning rate rises.",
    }),
    annealStrategy: choice(["cos", "linear"], { default: "cos", help: "Along a cosine or linearly." }),
    divFactor: number({
      above: 0,
      default: 25,
      help: "The initial learning rate is the highest divided by this.",
    }),
    finalDivFactor: number({
      above: 0,
      default: 10000,
      help: "The final learning rate is the initial one divided by this.",
    }),
    threePhase: boolean({
      default: false,
      help: "Falls for as long as it rose, back to the initial learning rate, and only then to the final one.",
    }),
    every: every("step"),
  },
  rate: (params, base, time, total) => {
    const { maxLr = base, totalSteps = total, pctStart, annealStrategy, threePhase } = params;
    const first = maxLr / params.divFactor;
    const last = first / params.finalDivFactor;
    const anneal = annealStrategy === "cos" ? cosine : linear;
    const now = Math.min(time, totalSteps - 1);
    const top = pctStart * totalSteps - 1;
    if (now <= top) return anneal(first, maxLr, now / top || 0);
    const bottom = threePhase ? 2 * pctStart * totalSteps - 2 : totalSteps - 1;
    if (now <= bottom) return anneal(maxLr, threePhase ? first : last, (now - top) / (bottom - top));
    return anneal(first, last, (now - bottom) / (totalSteps - 1 - bottom));
  },
});

function cosine(from: number, to: number, fraction: number): number {
  return to + ((from - to) / 2) * (Math.cos(Math.PI * fraction) + 1);
}

function linear(from: number, to: number, fraction: number): number {
  return (to - from) * fraction + from;
}
