import { leastSquares, logisticRegression } from "./closedForm";
import { ap50 } from "./detections";
import { advantage, errorAtMost, lossAtMost, newSamples, reported, type Figure } from "./figure";
import { exactSequences } from "./greedyDecoding";
import { ringModes, ringPrecision } from "./ringSamples";

/** A training starts from the seeds 1 … `tried`, and must reach its figures from at least `reach` of them. */
export interface Seeds {
  readonly tried: number;
  readonly reach: number;
}

type Early = ({ readonly epochs: number } | { readonly steps: number }) & {
  readonly figures: readonly Figure[];
};

/** What an example must reach. */
export interface ExampleFigures {
  /** When it is trained to completion. */
  readonly full: readonly Figure[];
  /** In how many of several seeds it must reach them, if that is not certain in each. */
  readonly seeds?: Seeds;
  /** For one that takes longer than a few seconds: what it reaches within some epochs or steps, which `npm test` trains. */
  readonly early?: Early;
}

const unsureJudge: Figure = {
  title: "a judge that is unsure: it can only guess at a loss of 2 log 2 = 1.39",
  of: reported("train", "discriminator/loss", "last"),
  atLeast: 1.1,
};

/** The mean return of an evaluation, whose weights are saved as the best checkpoint. */
const playsFor = (atLeast: number): Figure => ({
  title: `return ≥ ${String(atLeast)}`,
  of: reported("validation", "return"),
  atLeast,
});

/** By the example's name. */
export const exampleFigures: Readonly<Record<string, ExampleFigures>> = {
  "and-perceptron": {
    full: [{ title: "learns AND", of: reported("train", "accuracy"), atLeast: 1 }],
  },
  // A single perceptron cannot classify all four samples of XOR.
  "xor-perceptron": {
    full: [{ title: "never learns XOR", of: reported("train", "accuracy"), atMost: 0.75 }],
  },
  "xor-mlp": { full: [{ title: "learns XOR", of: reported("train", "accuracy"), atLeast: 1 }] },
  "spirals-mlp": { full: [newSamples(0.97)] },
  "digits-mlp": { full: [newSamples(0.97)] },
  "digits-cnn": { full: [newSamples(0.985)], early: { epochs: 1, figures: [newSamples(0.9)] } },
  "digits-lstm": { full: [newSamples(0.97)], early: { epochs: 3, figures: [newSamples(0.9)] } },
  "digits-gru": { full: [newSamples(0.97)], early: { epochs: 3, figures: [newSamples(0.9)] } },
  // The noise has a standard deviation of 0.05, so the lowest possible mean squared error is 0.0025.
  "sine-lstm": { full: [errorAtMost(0.006, "loss")] },
  "sine-gru": { full: [errorAtMost(0.006, "loss")] },
  "sine-tcn": { full: [newSamples(0.97, "r2")] },
  "moons-lbfgs": { full: [newSamples(0.99)] },
  "moons-regularisation": {
    full: [
      errorAtMost(1.8, "decayed.perplexity", "last"),
      errorAtMost(2.5, "dropped.perplexity", "last"),
      {
        title: "without either it is overconfident",
        of: reported("validation", "plain.perplexity", "last"),
        atLeast: 3.5,
      },
    ],
  },
  "digits-lenet": { full: [newSamples(0.985)], early: { epochs: 2, figures: [newSamples(0.95)] } },
  "digits-resnet": { full: [newSamples(0.99)], early: { epochs: 1, figures: [newSamples(0.6)] } },
  "digits-vit": { full: [newSamples(0.96)], early: { epochs: 2, figures: [newSamples(0.8)] } },
  "digits-bigru": { full: [newSamples(0.98)], early: { epochs: 2, figures: [newSamples(0.92)] } },
  "digits-autoencoder": {
    full: [errorAtMost(0.125, "rmse")],
    early: { epochs: 3, figures: [errorAtMost(0.19, "rmse")] },
  },
  // The RMSE of the noisy input is 0.5.
  "digits-unet": {
    full: [errorAtMost(0.13, "rmse")],
    early: { epochs: 1, figures: [errorAtMost(0.15, "rmse")] },
  },
  // With a latent code that carries no information, the divergence is 0 and the pixels' error above 0.1.
  "digits-vae": {
    full: [
      errorAtMost(8.5, "loss"),
      errorAtMost(0.06, "reconstruction.mae"),
      { title: "an informative code", of: reported("validation", "divergence.mae", "last"), atLeast: 1 },
    ],
    early: { epochs: 4, figures: [errorAtMost(10.5, "loss"), errorAtMost(0.09, "reconstruction.mae")] },
  },
  "digits-dbn": {
    full: [errorAtMost(0.12, "rmse"), newSamples(0.93, "classes.accuracy")],
    early: { epochs: 4, figures: [errorAtMost(0.14, "rmse"), newSamples(0.75, "classes.accuracy")] },
  },
  // Chance level is 1 in 64.
  "digits-contrastive": {
    full: [newSamples(0.7, "match.accuracy"), newSamples(0.96, "classes.accuracy")],
    early: { epochs: 3, figures: [newSamples(0.5, "match.accuracy"), newSamples(0.85, "classes.accuracy")] },
  },
  "digits-resnet18": { full: [newSamples(0.98)], early: { epochs: 1, figures: [newSamples(0.7)] } },
  "digits-transformer": { full: [newSamples(0.95)], early: { epochs: 2, figures: [newSamples(0.7)] } },
  // Chance level is 1 in 64; the classes are learned by one Linear layer on features that no label has shaped.
  "digits-siamese": {
    full: [newSamples(0.95, "match.accuracy"), newSamples(0.9, "classes.accuracy")],
    early: { epochs: 1, figures: [newSamples(0.9, "match.accuracy"), newSamples(0.7, "classes.accuracy")] },
  },
  "digits-tied-autoencoder": {
    full: [errorAtMost(0.125, "rmse")],
    early: { epochs: 3, figures: [errorAtMost(0.18, "rmse")] },
  },
  "ring-gan": {
    full: [unsureJudge, ringModes("generator/out.output"), ringPrecision("generator/out.output", 0.9)],
    seeds: { tried: 5, reach: 4 },
    early: { epochs: 80, figures: [unsureJudge, ringPrecision("generator/out.output", 0.7)] },
  },
  "ring-wgan": {
    full: [ringModes("generator/out.output"), ringPrecision("generator/out.output", 0.9)],
    seeds: { tried: 5, reach: 4 },
    early: { epochs: 200, figures: [ringPrecision("generator/out.output", 0.3)] },
  },
  // What the losses of the two machines before the tuning reach says little.
  "digits-rbm-finetuning": { full: [newSamples(0.96, "tuned/accuracy")] },
  // A hundred labels, and random weights as the only difference; the short test has one seed.
  "digits-rbm-pretraining": {
    full: [advantage("tuned/pretrained.accuracy", "tuned/random.accuracy", 0.02)],
    seeds: { tried: 3, reach: 3 },
  },
  // Uniform guesses cost log 65 = 4.2 nats a character, and the characters' frequencies alone 3.3.
  "shakespeare-small": {
    full: [errorAtMost(2.1, "loss")],
    early: { steps: 200, figures: [lossAtMost(2.6)] },
  },
  "shakespeare-gpt": {
    full: [errorAtMost(1.75, "loss")],
    early: { steps: 40, figures: [lossAtMost(2.9)] },
  },
  "lines-linear": { full: [leastSquares("line")] },
  "lines-logistic": { full: [logisticRegression("line")] },
  // Always answering with the mean has an error of 1/6.
  "adding-lstm": {
    full: [errorAtMost(0.01, "loss")],
    early: { steps: 125, figures: [lossAtMost(0.2)] },
  },
  "adding-gru": {
    full: [errorAtMost(0.01, "loss")],
    early: { steps: 125, figures: [lossAtMost(0.2)] },
  },
  "adding-rnn": {
    full: [{ title: "never learns it", of: reported("validation", "loss"), atLeast: 0.1 }],
    early: { steps: 125, figures: [lossAtMost(0.25)] },
  },
  // A pole that is pushed at random stands for about 20 steps, and 500 is the most.
  "cartpole-dqn": {
    full: [playsFor(475)],
    seeds: { tried: 5, reach: 4 },
    early: { epochs: 3, figures: [playsFor(100)] },
  },
  "reverse-seq2seq": {
    full: [exactSequences("logits.output", 0.99)],
    early: { steps: 300, figures: [lossAtMost(1.5)] },
  },
  "grammar-bert": { full: [newSamples(0.9)], early: { epochs: 2, figures: [newSamples(0.5)] } },
  "shapes-unet": { full: [newSamples(0.9, "iou")], early: { epochs: 1, figures: [newSamples(0.25, "iou")] } },
  "shapes-detector": {
    full: [ap50({ object: "parts.output0", boxes: "box.output", label: "parts.output2" }, 0.9)],
    early: {
      steps: 60,
      figures: [ap50({ object: "parts.output0", boxes: "box.output", label: "parts.output2" }, 0.5)],
    },
  },
  "mnist-mlp": { full: [newSamples(0.95)] },
  "mnist-cnn": { full: [newSamples(0.98)], early: { epochs: 1, figures: [newSamples(0.9)] } },
};
