import { dropout } from "../functional/dropout";
import { defineLayer } from "../layer";
import { number } from "../../parameters/parameter";

/**
 * Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014).
 * https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 */
export const Dropout = defineLayer({
  type: "Dropout",
  category: "regularisation",
  summary: "In training, sets random values to 0 and scales up the rest, to prevent overfitting.",
  keywords: ["dropout"],
  reference: {
    formula: String.raw`y = \frac{m \odot x}{1 - p}, \quad m \sim \mathrm{Bernoulli}(1 - p) \text{ for each element, while training}; \qquad y = x \text{ otherwise}`,
    gradient: String.raw`\frac{\partial L}{\partial x} = \frac{m \odot g}{1 - p} \text{ while training}; \quad g \text{ otherwise}`,
    shapes: "input of any shape, output the same.",
    sources: [
      "Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 15 (2014)",
      "https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html",
    ],
  },
  params: {
    p: number({ minimum: 0, maximum: 1, default: 0.5, help: "Fraction of the values to drop." }),
  },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => ({ output: input("input") }),
  lower: (context) => ({ output: dropout(context, context.input("input"), context.params.p) }),
});
