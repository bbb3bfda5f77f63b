import { instanceNorm, instanceNormReference } from "./instanceNorm";
import { defineLayer } from "../layer";

/** Ulyanov et al. (2016), arXiv:1607.08022. https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html */
export const InstanceNorm2d = defineLayer({
  type: "InstanceNorm2d",
  category: "normalisation",
  gives: "normalised",
  summary:
    "Shifts and scales each channel of each image to mean 0 and variance 1, which removes differences in contrast.",
  keywords: ["instance normalization", "instance normalisation"],
  reference: {
    ...instanceNormReference,
    shapes:
      "input [N, C, H, W], output the same; weight, bias, running_mean, running_var [C] where there are any.",
  },
  ...instanceNorm({ least: 2, most: 2 }),
});
