import { sampleSize } from "../../tensor/graphType";
import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { expectChannels } from "../functional/channels";
import { defineLayer } from "../layer";
import { integer, number } from "../../parameters/parameter";

/**
 * Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks" (2012).
 * https://pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html
 */
export const LocalResponseNorm = defineLayer({
  type: "LocalResponseNorm",
  category: "normalisation",
  gives: "normalised",
  summary: "Weakens a channel where its neighbours are strong at the same position, as in AlexNet.",
  keywords: ["LRN"],
  reference: {
    formula: String.raw`y_c = x_c \left(k + \frac{\alpha}{\mathrm{size}} \sum_{c'} x_{c'}^2\right)^{-\beta}, \qquad c' = c - \lfloor \tfrac{\mathrm{size}}{2} \rfloor, \dots, c + \lfloor \tfrac{\mathrm{size} - 1}{2} \rfloor \text{ where there are such channels}`,
    gradient: String.raw`\frac{\partial L}{\partial x_c} = \frac{g_c}{d_c^{\beta}} - \frac{2 \alpha \beta}{\mathrm{size}}\,x_c \sum_{c'':\, c \in W(c'')} \frac{g_{c''} x_{c''}}{d_{c''}^{\beta + 1}}, \qquad d_c = k + \frac{\alpha}{\mathrm{size}} \sum_{c' \in W(c)} x_{c'}^2`,
    shapes: "input [N, C, *] with at least one axis beside the channels, output the same.",
    sources: [
      "Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural networks (2012), doi:10.1145/3065386",
      "https://pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html",
    ],
  },
  params: {
    size: integer({ minimum: 1, help: "Number of neighbouring channels, including the channel itself." }),
    alpha: number({ default: 1e-4, help: "Weight of the neighbours." }),
    beta: number({ default: 0.75, help: "Exponent of the divisor." }),
    k: number({ default: 1, help: "Added to the divisor before the exponent." }),
  },
  fresh: { size: 5 },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ input }) => {
    expectChannels(input("input"), { least: 1, most: Infinity });
    return { output: input("input") };
  },
  saves: ({ input }) => sampleSize(input("input")),
  lower: ({ b, params: { size, alpha, beta, k }, input }) => {
    const x = input("input");
    const squares = neighbours(b, b.mul(x, x), Math.floor(size / 2), Math.floor((size - 1) / 2));
    return { output: b.div(x, b.pow(b.add(b.mul(squares, alpha / size), k), beta)) };
  },
});

/** The sum of each channel and its neighbours; channels beyond the first and the last count as 0. */
function neighbours(b: Builder, x: Value, before: number, after: number): Value {
  const { shape } = x.type;
  const channels = at(shape, 1);
  const along = (value: number) => shape.map((_, axis) => (axis === 1 ? value : 0));
  let sum = x;
  const furthest = channels - 1;
  for (let offset = -Math.min(before, furthest); offset <= Math.min(after, furthest); offset++) {
    if (offset === 0) continue;
    const [left, right] = [Math.max(offset, 0), Math.max(-offset, 0)];
    const ends = shape.map((length, axis) => (axis === 1 ? channels - right : length));
    const moved = b.slice(x, { starts: along(left), ends });
    sum = b.add(sum, b.pad(moved, { before: along(right), after: along(left) }));
  }
  return sum;
}
