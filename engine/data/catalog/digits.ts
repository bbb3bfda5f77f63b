import { integer, number } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { defineSource } from "./source";
import { labelPort } from "./labelPort";

const params = {
  samples: integer({ help: "How many digits.", default: 6000, minimum: 1, maximum: 200_000 }),
  noise: number({
    help: "Standard deviation of the noise on each pixel, where 1 is white.",
    default: 0.05,
    minimum: 0,
    maximum: 1,
  }),
};
export type DigitsParams = Values<typeof params>;

export const digits = defineSource({
  name: "digits",
  summary: "Synthetic handwritten digits of 28 × 28 pixels, each written differently.",
  params,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ports: () => [
    { name: "image", shape: [1, 28, 28], dtype: "float32", range: { low: 0, high: 1 } },
    labelPort(10),
  ],
});
