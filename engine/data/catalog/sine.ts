import { integer, number } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { defineSource } from "./source";

const params = {
  samples: integer({ help: "How many windows.", default: 1000, minimum: 1, maximum: 1_000_000 }),
  window: integer({ help: "Values in a window.", default: 24, minimum: 1, maximum: 10_000 }),
  noise: number({ help: "Standard deviation of the noise on each value.", default: 0.05, minimum: 0 }),
};
export type SineParams = Values<typeof params>;

export const sine = defineSource({
  name: "sine",
  summary: "Windows of a noisy mixture of sines; the target is the value that follows.",
  params,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ordered: true,
  ports: ({ window }) => [
    { name: "input", shape: window === undefined ? undefined : [window, 1], dtype: "float32" },
    { name: "target", shape: [1], dtype: "float32" },
  ],
});
