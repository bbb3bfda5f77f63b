import { choice, integer, number } from "../parameters/parameter";
import { watching } from "./schedule";

/**
 * Watches the validation loss, or the training loss if there are no validation rows.
 * https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html
 */
export const ReduceLROnPlateau = watching({
  type: "ReduceLROnPlateau",
  summary: "Lowers the learning rate when the validation loss has not improved for some epochs.",
  reference: {
    formula: String.raw`\eta \leftarrow \max(\gamma\,\eta,\; \eta_\text{min}) \quad \text{after more than } p \text{ epochs without } L < L_\text{best}(1 - \tau) \text{ (rel) or } L < L_\text{best} - \tau \text{ (abs)}`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html"],
  },
  params: {
    factor: number({ above: 0, below: 1, default: 0.1, help: "The factor for the learning rate." }),
    patience: integer({ minimum: 0, default: 10, help: "Number of epochs to wait for an improvement." }),
    threshold: number({
      minimum: 0,
      default: 0.0001,
      help: "The smallest change that counts as an improvement.",
    }),
    thresholdMode: choice(["rel", "abs"], {
      default: "rel",
      help: "Whether the threshold is a fraction of the best loss or a difference from it.",
    }),
    cooldown: integer({
      minimum: 0,
      default: 0,
      help: "Number of epochs to ignore after a change.",
    }),
    minLr: number({ minimum: 0, default: 0, help: "The lowest learning rate." }),
    eps: number({ minimum: 0, default: 1e-8, help: "Smaller changes are not made." }),
  },
  start: (base) => ({ learningRate: base, badEpochs: 0, cooldown: 0 }),
  watch: (params, { learningRate, best = Infinity, badEpochs = 0, cooldown = 0 }, loss) => {
    const { factor, patience, threshold, thresholdMode, minLr, eps } = params;
    const bar = thresholdMode === "rel" ? best * (1 - threshold) : best - threshold;
    const isBetter = loss < bar;
    const bad = isBetter || cooldown > 0 ? 0 : badEpochs + 1;
    const known = isBetter ? loss : best;
    const kept = known === Infinity ? {} : { best: known };
    if (bad <= patience)
      return { ...kept, learningRate, badEpochs: bad, cooldown: Math.max(0, cooldown - 1) };
    const lowered = Math.max(learningRate * factor, minLr);
    return {
      ...kept,
      learningRate: learningRate - lowered > eps ? lowered : learningRate,
      badEpochs: 0,
      cooldown: params.cooldown,
    };
  },
});
