import { t } from "@vscode/l10n";
import { batchOf } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { normal } from "../functional/normal";
import { defineLayer } from "../layer";
import { choice, integers, number } from "../../parameters/parameter";
import { anyNumber, between } from "../range";

/** A source of torch.randn, torch.rand or torch.bernoulli: new values at every step, in training and in evaluation. */
export const Noise = defineLayer({
  type: "Noise",
  category: "structure",
  summary: "Random numbers, drawn anew for every sample and step: the input of a generator.",
  keywords: ["randn", "rand", "bernoulli", "latent", "random", "GAN"],
  reference: {
    formula: String.raw`y \sim \mathcal{N}(\mathrm{mean}, \mathrm{std}^2),\quad y \sim \mathcal{U}[\mathrm{low}, \mathrm{high})\quad\text{or}\quad y \sim \mathrm{Bernoulli}(p)`,
    gradient: "None.",
    shapes: "output [N, shape]",
    sources: [
      "https://pytorch.org/docs/stable/generated/torch.randn.html",
      "https://pytorch.org/docs/stable/generated/torch.rand.html",
      "https://pytorch.org/docs/stable/generated/torch.bernoulli.html",
      'G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates" (1958)',
    ],
  },
  params: {
    distribution: choice(["normal", "uniform", "bernoulli"], {
      default: "normal",
      help: "The distribution: around a mean, uniform, or zeros and ones.",
    }),
    shape: integers({ minimum: 1, help: "The sizes of one sample, without the batch." }),
    mean: number({ default: 0, help: "Mean of the normal distribution." }),
    std: number({ default: 1, minimum: 0, help: "Standard deviation of the normal distribution." }),
    low: number({ default: 0, help: "Lower bound of the uniform distribution, inclusive." }),
    high: number({ default: 1, help: "Upper bound of the uniform distribution, exclusive." }),
    p: number({
      default: 0.5,
      minimum: 0,
      maximum: 1,
      help: "Probability of a 1 in the Bernoulli distribution.",
    }),
  },
  fresh: { shape: [64] },
  inputs: [],
  outputs: [{ name: "output" }],
  infer: ({ params: { shape, low, high } }) => {
    if (high < low)
      throw new LayerProblem("empty-range", t("high {0} is less than low {1}", high, low), { param: "high" });
    return { output: batchOf(shape) };
  },
  ranges: ({ params: { distribution, low, high } }) => {
    if (distribution === "normal") return { output: anyNumber };
    return { output: distribution === "uniform" ? between(low, high) : between(0, 1, true) };
  },
  lower: (context) => {
    const { b, params, batchSize, uniform } = context;
    const shape = [batchSize, ...params.shape];
    switch (params.distribution) {
      case "normal":
        return { output: b.add(b.mul(normal(context, shape), params.std), params.mean) };
      case "uniform":
        return { output: b.add(b.mul(uniform(shape), params.high - params.low), params.low) };
      case "bernoulli":
        return { output: b.less(uniform(shape), params.p) };
    }
  },
});
