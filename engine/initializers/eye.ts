import { at } from "../tensor/tensor";
import { fillDirac } from "./dirac";
import type { FloatArray } from "./draws";
import { defineInitializer } from "./rule";

export const eye = defineInitializer({
  type: "eye",
  summary: "Passes its input through unchanged: ones on the diagonal, 0 elsewhere; dirac for a convolution.",
  params: {},
  axes: 2,
  reference: {
    formula: String.raw`w_{ij} = \delta_{ij}`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.eye_"],
  },
  sample: ({ shape, values }) => {
    if (shape.length > 2) fillDirac(values, shape, 1);
    else fillDiagonal(values, shape);
  },
});

function fillDiagonal(values: FloatArray, shape: readonly number[]): void {
  const [rows, columns] = [at(shape, 0), at(shape, 1)];
  for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = 1;
}
