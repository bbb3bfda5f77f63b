import { number } from "../parameters/parameter";
import { sizeOf } from "../tensor/tensor";
import { orthonormal } from "./orthonormal";
import { defineInitializer } from "./rule";

/**
 * Saxe et al., “Exact solutions to the nonlinear dynamics of learning in deep linear neural networks” (2013). Axes
 * after the first are flattened into one.
 */
export const orthogonal = defineInitializer({
  type: "orthogonal",
  summary: "Orthogonal rows or columns, so that no direction is stretched or lost (Saxe).",
  params: { gain: number({ default: 1, minimum: 0, help: "The length of each row or column." }) },
  axes: 2,
  reference: {
    formula: String.raw`W W^\top = \mathrm{gain}^2 I \text{ or } W^\top W = \mathrm{gain}^2 I, \quad W = \mathrm{gain} \cdot Q, \; QR = N, \; N_{ij} \sim \mathcal{N}(0, 1), \; R_{ii} > 0`,
    sources: [
      "https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.orthogonal_",
      "https://arxiv.org/abs/1312.6120",
    ],
  },
  // The vectors, in float64.
  scratch: 8,
  sample: ({ params: { gain }, shape, draws, values }) => {
    const rows = shape[0] ?? 1;
    const columns = sizeOf(shape) / rows;
    const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
    const vectors = orthonormal(draws.normal(new Float64Array(count * length)), count, length);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        values[row * columns + column] =
          gain * (vectors[rows <= columns ? row * columns + column : column * rows + row] ?? 0);
  },
});
