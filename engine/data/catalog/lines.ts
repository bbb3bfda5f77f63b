import { choice, integer, number } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { defineSource } from "./source";

const params = {
  samples: integer({ help: "How many points.", default: 200, minimum: 1, maximum: 1_000_000 }),
  task: choice(["regression", "classification"], {
    help: "regression: the input is x, the target the height of the line there, with noise. classification: the input is x and y, the target 1 above the line and 0 below, with noise on its height.",
    default: "regression",
  }),
  slope: number({ help: "Slope of the line.", default: 0.5, minimum: -1000, maximum: 1000 }),
  intercept: number({ help: "Height of the line at x = 0.", default: 0.25, minimum: -1000, maximum: 1000 }),
  noise: number({ help: "Standard deviation of the noise on the height.", default: 0.2, minimum: 0 }),
};
export type LinesParams = Values<typeof params>;

export const lines = defineSource({
  name: "lines",
  summary: "Points of the plane near a line or on its two sides: for linear and logistic regression.",
  params,
  readsFiles: false,
  samples: ({ samples }) => samples,
  ports: ({ task }) =>
    task === "classification"
      ? [
          { name: "input", shape: [2], dtype: "float32", range: { low: -1, high: 1 } },
          { name: "target", shape: [1], dtype: "float32", range: { low: 0, high: 1 }, whole: true },
        ]
      : [
          { name: "input", shape: [1], dtype: "float32", range: { low: -1, high: 1 } },
          { name: "target", shape: [1], dtype: "float32" },
        ],
});
