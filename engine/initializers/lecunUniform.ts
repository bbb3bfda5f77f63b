import { fansOf } from "./fans";
import { defineInitializer } from "./rule";

/** LeCun et al., “Efficient BackProp” (1998), as in Keras. */
export const lecunUniform = defineInitializer({
  type: "lecunUniform",
  summary: "Uniform with variance 1/fanIn, for SELU and tanh (LeCun).",
  params: {},
  axes: 2,
  reference: {
    formula: String.raw`w \sim U(-r, r), \quad r = \sqrt{\frac{3}{\mathrm{fanIn}}}`,
    sources: [
      "https://keras.io/api/layers/initializers/#lecununiform-class",
      "https://doi.org/10.1007/978-3-642-35289-8_3",
    ],
  },
  sample: ({ shape, draws, values }) => {
    const bound = Math.sqrt(3 / fansOf(shape).fanIn);
    draws.uniform(values, (u) => (2 * u - 1) * bound);
  },
});
