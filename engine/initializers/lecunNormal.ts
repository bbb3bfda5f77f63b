import { fansOf } from "./fans";
import { defineInitializer } from "./rule";
import { fillTruncatedNormals, truncatedScratch } from "./fillTruncatedNormals";

/** The standard deviation of a standard normal distribution truncated to ±2. */
const deviationWithin2 = 0.8796256610342398;

/** LeCun et al., “Efficient BackProp” (1998), as in Keras: truncated, and widened to keep the variance 1/fanIn. */
export const lecunNormal = defineInitializer({
  type: "lecunNormal",
  summary: "Normal with variance 1/fanIn, truncated at two standard deviations, for SELU and tanh (LeCun).",
  params: {},
  axes: 2,
  reference: {
    formula: String.raw`w \sim \mathcal{N}(0, \sigma^2) \text{ within } \pm 2\sigma, \quad \sigma = \frac{1}{0.8796\ldots} \sqrt{\frac{1}{\mathrm{fanIn}}}, \quad \mathrm{Var}(w) = \frac{1}{\mathrm{fanIn}}`,
    sources: [
      "https://keras.io/api/layers/initializers/#lecunnormal-class",
      "https://doi.org/10.1007/978-3-642-35289-8_3",
    ],
  },
  scratch: truncatedScratch,
  sample: ({ shape, draws, values }) => {
    const deviation = Math.sqrt(1 / fansOf(shape).fanIn) / deviationWithin2;
    fillTruncatedNormals(draws, values, -2, 2, (z) => z * deviation);
  },
});
