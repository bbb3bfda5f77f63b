import { expectChannels } from "../functional/channels";
import { drawnOnce, dropout } from "../functional/dropout";
import { defineLayer } from "../layer";
import { number } from "../../parameters/parameter";

/**
 * Tompson et al., "Efficient object localization using convolutional networks" (2015), arXiv:1411.4280.
 * https://pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html
 */
export const Dropout2d = defineLayer({
  type: "Dropout2d",
  category: "regularisation",
  summary:
    "In training, sets whole random channels of images to 0: neighbouring pixels are too similar to drop one by one.",
  keywords: ["spatial dropout"],
  reference: {
    formula: String.raw`y_c = \frac{m_c\,x_c}{1 - p}, \quad m_c \sim \mathrm{Bernoulli}(1 - p) \text{ for each channel of each sample, while training}; \qquad y = x \text{ otherwise}`,
    gradient: String.raw`\frac{\partial L}{\partial x_c} = \frac{m_c\,g_c}{1 - p} \text{ while training}; \quad g \text{ otherwise}`,
    shapes: "input [N, C, H, W], output the same.",
    sources: [
      "Tompson et al., Efficient object localization using convolutional networks (2015), https://arxiv.org/abs/1411.4280",
      "https://pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html",
    ],
  },
  params: {
    p: number({ minimum: 0, maximum: 1, default: 0.5, help: "Fraction of the channels to drop." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => {
    expectChannels(input("input"), { least: 2, most: 2 });
    return { output: input("input") };
  },
  lower: (context) => {
    const x = context.input("input");
    return { output: dropout(context, x, context.params.p, drawnOnce(x, 1)) };
  },
});
