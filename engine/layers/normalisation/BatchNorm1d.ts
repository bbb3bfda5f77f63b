import { batchNorm, batchNormReference } from "./batchNorm";
import { defineLayer } from "../layer";

/**
 * Ioffe and Szegedy (2015), arXiv:1502.03167. https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html,
 * except when a channel has a single value: see `batchNorm`.
 */
export const BatchNorm1d = defineLayer({
  type: "BatchNorm1d",
  category: "normalisation",
  gives: "normalised",
  summary:
    "Shifts and scales each feature to mean 0 and variance 1 over the batch; deep networks learn faster.",
  keywords: ["batch normalization", "batch normalisation"],
  reference: {
    ...batchNormReference,
    shapes:
      "input [N, C] or [N, C, L], output the same; weight, bias, running_mean, running_var [C]. Training on a single value for each channel, which PyTorch refuses, normalises with the running statistics and leaves them.",
    sources: [
      "Ioffe and Szegedy, Batch normalization (2015), https://arxiv.org/abs/1502.03167",
      "https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html",
    ],
  },
  ...batchNorm({ least: 0, most: 1 }),
});
