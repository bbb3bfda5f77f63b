import { instanceNorm, instanceNormReference } from "./instanceNorm";
import { defineLayer } from "../layer";

/** Ulyanov et al. (2016), arXiv:1607.08022. https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm1d.html */
export const InstanceNorm1d = defineLayer({
  type: "InstanceNorm1d",
  category: "normalisation",
  gives: "normalised",
  summary: "Shifts and scales each channel of each sequence to mean 0 and variance 1.",
  keywords: ["instance normalization", "instance normalisation"],
  reference: {
    ...instanceNormReference,
    shapes:
      "input [N, C, L], output the same; weight, bias, running_mean, running_var [C] where there are any.",
  },
  ...instanceNorm({ least: 1, most: 1 }),
});
