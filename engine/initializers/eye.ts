import { at } from "../ops/tensor";
import { diracValues } from "./dirac";
import { defineInitializer } from "./rule";

export const eye = defineInitializer({
  type: "eye",
  summary:
    "Passes what arrives through unchanged: ones on the diagonal, 0 elsewhere; a convolution starts as dirac.",
  params: {},
  axes: 2,
  reference: {
    formula: String.raw`w_{ij} = \delta_{ij}`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.eye_"],
  },
  sample: ({ shape }) => (shape.length > 2 ? diracValues(shape, 1) : diagonal(shape)),
});

function diagonal(shape: readonly number[]): Float64Array {
  const [rows, columns] = [at(shape, 0), at(shape, 1)];
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = 1;
  return values;
}
