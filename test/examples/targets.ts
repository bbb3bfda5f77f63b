import { metricCalled } from "../../engine/metrics";

/** What an example must reach. */
export interface Target {
  readonly title: string;
  readonly part: "train" | "validation";
  /** `loss`, or the name of a metric. */
  readonly of: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Whether the last epoch counts instead of the best. */
  readonly atEnd?: boolean;
}

const newSamples = (atLeast: number, of = "accuracy"): Target => ({
  title: `${String(100 * atLeast)} % of new samples`,
  part: "validation",
  of,
  atLeast,
});
const error = (of: string, atMost: number): Target => ({
  title: `${of} at most ${String(atMost)}`,
  part: "validation",
  of,
  atMost,
});

/** Whether the smallest value of a figure is the best one. */
export function lowerIsBetter(name: string): boolean {
  const metric = metricCalled(name.split(".").at(-1)!);
  return name === "loss" || (metric?.kind === "number" && metric.better === "lower");
}

/** What each example must reach. By default the best epoch counts, because its weights are saved as the best checkpoint. */
export const targets: Readonly<Record<string, Target | readonly Target[]>> = {
  "and-perceptron": { title: "learns AND", part: "train", of: "accuracy", atLeast: 1 },
  // A single perceptron cannot classify all four samples of XOR.
  "xor-perceptron": { title: "never learns XOR", part: "train", of: "accuracy", atMost: 0.75 },
  "xor-mlp": { title: "learns XOR", part: "train", of: "accuracy", atLeast: 1 },
  "spirals-mlp": newSamples(0.97),
  "digits-mlp": newSamples(0.97),
  "digits-cnn": newSamples(0.985),
  "digits-lstm": newSamples(0.97),
  "digits-gru": newSamples(0.97),
  // The noise has a standard deviation of 0.05, so the lowest possible mean squared error is 0.0025.
  "sine-lstm": error("loss", 0.006),
  "sine-gru": error("loss", 0.006),
  "sine-tcn": { title: "97 % of the variance", part: "validation", of: "r2", atLeast: 0.97 },
  "moons-lbfgs": newSamples(0.99),
  "moons-regularisation": [
    { ...error("decayed.perplexity", 1.8), atEnd: true },
    { ...error("dropped.perplexity", 2.5), atEnd: true },
    {
      title: "without either it is overconfident",
      part: "validation",
      of: "plain.perplexity",
      atLeast: 3.5,
      atEnd: true,
    },
  ],
  "digits-lenet": newSamples(0.985),
  "digits-resnet": newSamples(0.99),
  "digits-vit": newSamples(0.96),
  "digits-bigru": newSamples(0.98),
  "digits-autoencoder": error("rmse", 0.125),
  // The RMSE of the noisy input is 0.5.
  "digits-unet": error("rmse", 0.13),
  // With a latent code that carries no information, the divergence is 0 and the pixels' error above 0.1.
  "digits-vae": [
    error("loss", 8.5),
    error("reconstruction.mae", 0.06),
    { title: "an informative code", part: "validation", of: "divergence.mae", atLeast: 1, atEnd: true },
  ],
  "digits-dbn": [error("rmse", 0.12), newSamples(0.93, "classes.accuracy")],
  // Chance level is 1 in 64.
  "digits-contrastive": [newSamples(0.7, "match.accuracy"), newSamples(0.96, "classes.accuracy")],
  "digits-resnet18": newSamples(0.98),
  "digits-transformer": newSamples(0.95),
  // Chance level is 1 in 64; the classes are learned by one Linear layer on features that no label has shaped.
  "digits-siamese": [newSamples(0.9, "match.accuracy"), newSamples(0.85, "classes.accuracy")],
  "digits-tied-autoencoder": error("rmse", 0.125),
  // At the end neither side wins: a judge that can only guess has a loss of 2 log 2 = 1.39.
  "ring-gan": {
    title: "a judge that is unsure",
    part: "train",
    of: "discriminator/loss",
    atLeast: 1.1,
    atEnd: true,
  },
  // What the losses of the two machines before the tuning reach says little.
  "digits-rbm-finetuning": newSamples(0.96, "tuned/accuracy"),
  "mnist-mlp": newSamples(0.95),
  "mnist-cnn": newSamples(0.98),
};
